package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.BufferProbe;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.FlowExceptionReport;
import io.cumulonimbus.rtmfp.chunk.FragmentControl;
import io.cumulonimbus.rtmfp.chunk.Range;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.flow.FlowLimits;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import io.cumulonimbus.testkit.RecordingHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a receiving flow takes, keeps, delivers and acknowledges, and when (RFC 7016 §3.6.3). */
class ReceivingRulesTest {
    private static final int BLOCKS = FlowLimits.DEFAULT.receiveBuffer() / 1024;

    private final RawPeer peer = new RawPeer();

    private Ack onlyAck() {
        List<Ack> acks = peer.sendsAll(Ack.class);
        // What stands for several acknowledgements may be sent twice.
        assertThat(acks.stream().distinct()).hasSize(1);
        return acks.get(0);
    }

    /** An open flow with everything acknowledged. */
    private void flowIsOpen(long flow) {
        peer.says(RawPeer.opening(flow, (byte) 1));
        assertThat(onlyAck()).isEqualTo(new Ack(flow, BLOCKS, 1, List.of()));
    }

    @Test
    void aNewFlowIsAcknowledgedAtOnce() {
        flowIsOpen(5);
        assertThat(peer.handler().flows().get(0).incoming().metadata()).isEqualTo(RawPeer.METADATA);
        assertThat(peer.handler().flows().get(0).messages())
                .containsExactly(Message.of(new byte[] {1}));
    }

    @Test
    void flowIdsMeanNothing() {
        flowIsOpen(0);
        flowIsOpen(77);
        flowIsOpen(1L << 40);
        flowIsOpen(-1);
    }

    @Test
    void onePacketWaitsForTwoHundredMillisecondsAndTheSecondDoesNot() {
        flowIsOpen(5);
        peer.says(RawPeer.whole(5, 2, 1));
        assertThat(peer.sends()).isEmpty();
        peer.pass(199);
        assertThat(peer.sends()).isEmpty();
        peer.pass(1);
        assertThat(onlyAck().cumulative()).isEqualTo(2);
        peer.says(RawPeer.whole(5, 3, 2));
        assertThat(peer.sends()).isEmpty();
        peer.says(RawPeer.whole(5, 4, 3));
        assertThat(onlyAck().cumulative()).isEqualTo(4);
    }

    @Test
    void holesAreAcknowledgedAtOnceAndShown() {
        flowIsOpen(5);
        peer.says(RawPeer.whole(5, 4, 1));
        assertThat(onlyAck()).isEqualTo(new Ack(5, BLOCKS, 1, List.of(new Range(4, 4))));
        peer.says(RawPeer.whole(5, 6, 1));
        assertThat(onlyAck().received()).containsExactly(new Range(4, 4), new Range(6, 6));
        peer.says(RawPeer.whole(5, 5, 1));
        assertThat(onlyAck().received()).containsExactly(new Range(4, 6));
        peer.says(RawPeer.whole(5, 2, 1), RawPeer.whole(5, 3, 1));
        assertThat(onlyAck()).isEqualTo(new Ack(5, BLOCKS, 6, List.of()));
        assertThat(peer.handler().flows().get(0).messages()).hasSize(6);
        assertThat(peer.handler().flows().get(0).lost()).isZero();
    }

    @Test
    void duplicatesAbandonedNumbersAndTheEndAreAcknowledgedAtOnce() {
        flowIsOpen(5);
        peer.says(RawPeer.whole(5, 1, 0));
        assertThat(onlyAck().cumulative()).isEqualTo(1);
        peer.says(RawPeer.abandoned(5, 2, 2));
        assertThat(onlyAck().cumulative()).isEqualTo(2);
        peer.says(RawPeer.last(5, 3, 3));
        assertThat(onlyAck().cumulative()).isEqualTo(3);
        assertThat(peer.handler().flows().get(0).closed()).isTrue();
        assertThat(peer.handler().flows().get(0).messages()).hasSize(1);
    }

    @Test
    void aProbeIsAnsweredForKnownFlowsOnly() {
        flowIsOpen(5);
        peer.says(new BufferProbe(5));
        assertThat(onlyAck().bufferBlocks()).isEqualTo(BLOCKS);
        peer.says(new BufferProbe(6));
        assertThat(peer.sends()).isEmpty();
    }

    @Test
    void acknowledgementsOfOtherFlowsRideAlong() {
        flowIsOpen(5);
        flowIsOpen(6);
        peer.says(RawPeer.whole(5, 2, 1));
        peer.pass(100);
        peer.says(RawPeer.whole(6, 2, 1));
        assertThat(peer.sendsAll(Ack.class)).extracting(Ack::flowId).containsExactly(5L, 6L);
        peer.pass(1000);
        assertThat(peer.sends()).isEmpty();
    }

    @Test
    void acknowledgementsRideOnUserData() {
        flowIsOpen(5);
        var sink = peer.session().openFlow(RawPeer.spec(Priority.DATA), SinkListener.NONE);
        peer.says(RawPeer.whole(5, 2, 1));
        assertThat(peer.sends()).isEmpty();
        sink.write(Message.of(new byte[10]), Deadline.NONE);
        List<Packets.Opened> packets = peer.sends();
        assertThat(packets).hasSize(1);
        assertThat(packets.get(0).all(Ack.class)).hasSize(1);
        assertThat(packets.get(0).all(UserData.class)).hasSize(1);
    }

    @Test
    void theForwardNumberMovesOverHolesAndTheGapIsShown() {
        flowIsOpen(5);
        peer.says(RawPeer.whole(5, 9, 1));
        peer.sends();
        peer.says(RawPeer.abandoned(5, 7, 7));
        assertThat(onlyAck()).isEqualTo(new Ack(5, BLOCKS, 7, List.of(new Range(9, 9))));
        assertThat(peer.handler().flows().get(0).messages()).hasSize(1);
        peer.says(RawPeer.abandoned(5, 8, 8));
        assertThat(onlyAck().cumulative()).isEqualTo(9);
        assertThat(peer.handler().flows().get(0).messages()).hasSize(2);
        assertThat(peer.handler().flows().get(0).lost()).isEqualTo(7);
    }

    @Test
    void dataOfAbandonedChunksIsIgnored() {
        flowIsOpen(5);
        UserData odd =
                new UserData(
                        5, 2, 1, FragmentControl.WHOLE, true, false, List.of(), new byte[] {9});
        peer.says(odd, RawPeer.whole(5, 3, 1));
        assertThat(peer.handler().flows().get(0).messages())
                .containsExactly(Message.of(new byte[] {1}), Message.of(new byte[] {3}));
    }

    @Test
    void onlyWholeMessagesAreDeliveredAndAbandonedPartsAreThrownAway() {
        flowIsOpen(5);
        peer.says(RawPeer.fragment(5, 2, 1, FragmentControl.BEGIN, (byte) 2));
        peer.says(RawPeer.fragment(5, 3, 1, FragmentControl.MIDDLE, (byte) 3));
        assertThat(peer.handler().flows().get(0).messages()).hasSize(1);
        peer.says(RawPeer.fragment(5, 4, 1, FragmentControl.END, (byte) 4));
        assertThat(peer.handler().flows().get(0).messages())
                .endsWith(Message.of(new byte[] {2, 3, 4}));
        peer.says(RawPeer.fragment(5, 5, 4, FragmentControl.BEGIN, (byte) 5));
        peer.says(RawPeer.fragment(5, 7, 6, FragmentControl.END, (byte) 7));
        peer.says(RawPeer.whole(5, 8, 7));
        assertThat(peer.handler().flows().get(0).messages())
                .endsWith(Message.of(new byte[] {8}))
                .hasSize(3);
        assertThat(peer.handler().flows().get(0).lost()).isEqualTo(3);
        peer.pass(300);
        assertThat(onlyAck().bufferBlocks()).isEqualTo(BLOCKS);
    }

    @Test
    void optionsThatMustBeUnderstoodRefuseTheFlow() {
        for (long type : new long[] {1, 9, 8191}) {
            List<Option> options = new ArrayList<>(RawPeer.metadata());
            options.add(Option.of(type, new byte[3]));
            peer.says(
                    new UserData(
                            type, 1, 0, FragmentControl.WHOLE, false, false, options, new byte[1]));
            assertThat(peer.sendsChunks())
                    .containsExactly(
                            new FlowExceptionReport(type, 0), new Ack(type, BLOCKS, 1, List.of()));
        }
        assertThat(peer.handler().flows()).isEmpty();
        List<Option> optional = new ArrayList<>(RawPeer.metadata());
        optional.add(Option.of(8192, new byte[3]));
        peer.says(
                new UserData(50, 1, 0, FragmentControl.WHOLE, false, false, optional, new byte[1]));
        assertThat(peer.handler().flows()).hasSize(1);
    }

    @Test
    void aFlowWithoutMetadataOrWithAnUnknownAssociationIsRefused() {
        peer.says(RawPeer.whole(5, 1, 0));
        assertThat(peer.sendsAll(FlowExceptionReport.class))
                .containsExactly(new FlowExceptionReport(5, 0));
        List<Option> options = new ArrayList<>(RawPeer.metadata());
        options.add(Option.of(0x0a, new byte[] {2}));
        UserData answering =
                new UserData(6, 1, 0, FragmentControl.WHOLE, false, false, options, new byte[1]);
        peer.says(answering);
        assertThat(peer.sendsAll(FlowExceptionReport.class))
                .containsExactly(new FlowExceptionReport(6, 0));
        var ours = peer.session().openFlow(RawPeer.spec(Priority.DATA), SinkListener.NONE);
        UserData toOurs =
                new UserData(7, 1, 0, FragmentControl.WHOLE, false, false, options, new byte[1]);
        peer.says(toOurs);
        assertThat(peer.sendsAll(FlowExceptionReport.class)).isEmpty();
        assertThat(peer.handler().flows().get(0).incoming().answers()).containsSame(ours);
        ours.close();
        UserData tooLate =
                new UserData(8, 1, 0, FragmentControl.WHOLE, false, false, options, new byte[1]);
        peer.says(tooLate);
        assertThat(peer.sendsAll(FlowExceptionReport.class))
                .containsExactly(new FlowExceptionReport(8, 0));
    }

    @Test
    void aRejectionGoesBeforeEveryAcknowledgementUntilTheEnd() {
        flowIsOpen(5);
        peer.handler().flows().get(0).incoming().reject(77);
        assertThat(peer.sendsChunks())
                .containsExactly(new FlowExceptionReport(5, 77), new Ack(5, BLOCKS, 1, List.of()));
        peer.says(RawPeer.whole(5, 2, 1));
        assertThat(peer.sendsChunks())
                .containsExactly(new FlowExceptionReport(5, 77), new Ack(5, BLOCKS, 2, List.of()));
        assertThat(peer.handler().flows().get(0).messages()).hasSize(1);
        peer.says(RawPeer.last(5, 3, 3));
        assertThat(peer.sendsChunks()).containsExactly(new Ack(5, BLOCKS, 3, List.of()));
        assertThat(peer.handler().flows().get(0).closed()).isTrue();
    }

    @Test
    void aCompleteFlowLingersForTwoMinutes() {
        peer.says(RawPeer.opening(5, (byte) 1), RawPeer.last(5, 2, 2));
        assertThat(onlyAck().cumulative()).isEqualTo(2);
        peer.says();
        peer.pass(100_000);
        peer.says();
        peer.pass(19_000);
        peer.says(RawPeer.opening(5, (byte) 1));
        assertThat(peer.sendsAll(Ack.class)).extracting(Ack::cumulative).containsExactly(2L);
        assertThat(peer.handler().flows()).hasSize(1);
        peer.pass(2_000);
        peer.says(RawPeer.opening(5, (byte) 1));
        assertThat(peer.handler().flows()).hasSize(2);
    }

    @Test
    void aCompleteFlowThatIsSuspendedIsToldOfTheSessionsEndHoweverLate() {
        peer.handler().onFlow(flow -> flow.incoming().suspend(true));
        peer.says(RawPeer.opening(5, (byte) 1), RawPeer.last(5, 2, 2));
        peer.pass(119_000);
        peer.says();
        peer.pass(119_000);
        peer.says();
        peer.pass(100);
        RecordingHandler.Flow flow = peer.handler().flows().get(0);
        assertThat(flow.closed()).isFalse();
        peer.session().close(CloseReason.MISBEHAVED);
        assertThat(flow.closed()).isTrue();
        flow.incoming().suspend(false);
        assertThat(flow.messages()).isEmpty();
        peer.handler().verify();
    }

    @Test
    void theBufferIsAdvertisedInBlocksAndNeverClosedBecauseOfAHole() {
        FlowLimits limits = new FlowLimits(4096, 1 << 20, 100);
        RawPeer small = new RawPeer(SessionConfig.DEFAULT.withFlow(limits), 0, false);
        small.says(RawPeer.opening(5, (byte) 1));
        small.sends();
        byte[] kilobyte = new byte[1000];
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            small.says(RawPeer.fragment(5, 3 + i, 1, FragmentControl.WHOLE, kilobyte));
            small.sendsAll(Ack.class).forEach(ack -> blocks.add(ack.bufferBlocks()));
        }
        // 1064 bytes each with their overhead; one block stays, or the hole could never be filled
        assertThat(blocks).containsExactly(3L, 2L, 1L, 1L, 1L, 1L);
        small.says(RawPeer.whole(5, 2, 1));
        assertThat(small.handler().flows().get(0).messages()).hasSize(8);
        assertThat(small.sendsAll(Ack.class).get(0).bufferBlocks()).isEqualTo(4);
    }

    @Test
    void aSuspendedFlowClosesItsWindowAndSaysWhenItReopens() {
        FlowLimits limits = new FlowLimits(4096, 1 << 20, 100);
        RawPeer small = new RawPeer(SessionConfig.DEFAULT.withFlow(limits), 0, false);
        small.handler().onFlow(flow -> flow.incoming().suspend(true));
        small.says(RawPeer.opening(5, new byte[1000]));
        for (int i = 2; i < 6; i++) {
            small.says(RawPeer.fragment(5, i, i - 1, FragmentControl.WHOLE, new byte[1000]));
        }
        assertThat(small.sendsAll(Ack.class).get(0).bufferBlocks()).isZero();
        assertThat(small.handler().flows().get(0).messages()).isEmpty();
        small.handler().flows().get(0).incoming().suspend(false);
        assertThat(small.handler().flows().get(0).messages()).hasSize(5);
        assertThat(small.sendsAll(Ack.class).get(0).bufferBlocks()).isEqualTo(4);
    }

    @Test
    void aSenderThatIgnoresTheWindowIsNotKept() {
        FlowLimits limits = new FlowLimits(4096, 1 << 20, 100);
        RawPeer small = new RawPeer(SessionConfig.DEFAULT.withFlow(limits), 0, false);
        small.handler().onFlow(flow -> flow.incoming().suspend(true));
        small.says(RawPeer.opening(5, new byte[1000]));
        for (int i = 2; i < 1000; i++) {
            small.says(RawPeer.fragment(5, i, 1, FragmentControl.WHOLE, new byte[1000]));
        }
        // Two buffers and the window that every sender assumes at first.
        assertThat(small.sendsAll(Ack.class).get(0).cumulative()).isLessThan(75);
        assertThat(small.session().isOpen()).isTrue();
    }

    @Test
    void aMessageThatIsTooLongEndsItsFlowOnly() {
        FlowLimits limits = new FlowLimits(4096, 10_000, 100);
        RawPeer small = new RawPeer(SessionConfig.DEFAULT.withFlow(limits), 0, false);
        small.says(RawPeer.opening(5, (byte) 1));
        small.says(RawPeer.opening(6, (byte) 1));
        small.says(RawPeer.fragment(5, 2, 1, FragmentControl.BEGIN, new byte[1000]));
        for (int i = 3; i < 15; i++) {
            small.says(RawPeer.fragment(5, i, 1, FragmentControl.MIDDLE, new byte[1000]));
        }
        assertThat(small.sendsAll(FlowExceptionReport.class))
                .containsExactly(new FlowExceptionReport(5, 0));
        assertThat(small.handler().flows().get(0).closed()).isTrue();
        assertThat(small.handler().flows().get(1).closed()).isFalse();
        small.handler().verify();
    }

    @Test
    void holesAreBoundedAndWhatFollowsTheLimitIsNotAcknowledged() {
        FlowLimits limits = new FlowLimits(1 << 20, 1 << 20, 100);
        RawPeer small = new RawPeer(SessionConfig.DEFAULT.withFlow(limits), 0, false);
        small.says(RawPeer.opening(5, (byte) 1));
        for (int i = 0; i < 100_000; i++) {
            small.says(RawPeer.whole(5, 3 + 2L * i, 1));
        }
        List<Chunk> chunks = small.sendsChunks();
        assertThat(chunks).hasSize(1);
        assertThat(((Ack) chunks.get(0)).received()).hasSize(100);
        for (long i = 2; i < 300; i++) {
            small.says(RawPeer.whole(5, i, 1));
        }
        assertThat(small.handler().flows().get(0).messages()).hasSize(299);
    }

    @Test
    void anAcknowledgementLongerThanAPacketIsCutAndTheRestIsRight() {
        FlowLimits limits = new FlowLimits(1 << 20, 1 << 20, 2000);
        RawPeer small = new RawPeer(SessionConfig.DEFAULT.withFlow(limits), 0, false);
        small.says(RawPeer.opening(5, (byte) 1));
        for (int i = 0; i < 1500; i++) {
            small.says(RawPeer.whole(5, 3 + 2L * i, 1));
        }
        List<Packets.Opened> packets = small.sends();
        assertThat(packets).hasSize(1);
        List<Range> ranges = packets.get(0).only(Ack.class).received();
        assertThat(ranges.size()).isBetween(500, 600);
        assertThat(ranges.get(ranges.size() - 1).first()).isEqualTo(3 + 2L * (ranges.size() - 1));
    }

    @Test
    void moreFlowsThanAllowedAreIgnored() {
        for (int i = 0; i < 1000; i++) {
            peer.says(RawPeer.opening(i, (byte) 1));
        }
        assertThat(peer.handler().flows()).hasSize(SessionConfig.DEFAULT.maxReceivingFlows());
        assertThat(peer.counters().overLimit).isEqualTo(1000 - 256);
        assertThat(peer.session().isOpen()).isTrue();
    }

    @Test
    void completeFlowsBeyondTheLimitAreForgottenEarly() {
        for (int i = 0; i < 10_000; i++) {
            peer.says(RawPeer.opening(i, (byte) 1), RawPeer.last(i, 2, 2));
            peer.sends();
        }
        assertThat(peer.handler().flows()).hasSize(10_000);
        peer.says(RawPeer.opening(9_999, (byte) 1));
        assertThat(peer.handler().flows()).hasSize(10_000);
        peer.says(RawPeer.opening(0, (byte) 1));
        assertThat(peer.handler().flows()).hasSize(10_001);
    }

    @Test
    void aSessionThatFillsAllItsBuffersAgainstTheRulesIsClosed() {
        SessionConfig narrow =
                new SessionConfig(
                        1_000_000_000L,
                        2_000_000_000L,
                        0,
                        1200,
                        new FlowLimits(64 << 10, 1 << 20, 1000),
                        64 << 10,
                        256,
                        10,
                        false);
        RawPeer greedy = new RawPeer(narrow, 0, false);
        for (int flow = 0; flow < 20 && greedy.session().isOpen(); flow++) {
            greedy.says(RawPeer.opening(flow, (byte) 1));
            for (int i = 0; i < 60; i++) {
                greedy.says(
                        RawPeer.fragment(flow, 3 + i, 1, FragmentControl.WHOLE, new byte[1000]));
            }
        }
        assertThat(greedy.handler().closed()).contains(CloseReason.MISBEHAVED);
    }

    @Test
    void allSessionsTogetherHoldNoMoreThanTheyMayAndTheModestGoOn() {
        int megabyte = 1 << 20;
        EndpointConfig narrow = EndpointConfig.SERVER.withMaxBuffered(2 * megabyte);
        Census census = new OwnCensus();
        List<RawPeer> greedy = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            greedy.add(new RawPeer(narrow, census, 0, false));
        }
        RawPeer modest = new RawPeer(narrow, census, 0, false);
        greedy.forEach(peer -> peer.says(RawPeer.opening(5, (byte) 1)));
        for (int i = 0; i < 1200; i++) {
            UserData beyondAHole =
                    RawPeer.fragment(5, 3 + i, 1, FragmentControl.WHOLE, new byte[1000]);
            greedy.forEach(peer -> peer.says(beyondAHole));
        }
        assertThat(census.buffered()).isBetween(2L * megabyte, 4L * megabyte);

        modest.says(RawPeer.opening(5, (byte) 1));
        modest.sends();
        FragmentControl control = FragmentControl.BEGIN;
        for (int i = 2; i < 60; i++) {
            modest.says(RawPeer.fragment(5, i, 1, control, new byte[1000]));
            control = FragmentControl.MIDDLE;
        }
        assertThat(modest.sendsAll(Ack.class)).last().extracting(Ack::bufferBlocks).isEqualTo(1L);
        modest.says(RawPeer.fragment(5, 60, 1, FragmentControl.END, new byte[1000]));
        assertThat(modest.handler().flows().get(0).messages()).hasSize(2);

        greedy.get(0).says(RawPeer.whole(5, 2, 1));
        assertThat(greedy.get(0).handler().flows().get(0).messages()).hasSizeGreaterThan(100);
        greedy.forEach(peer -> peer.session().abort(CloseReason.FAR_CLOSED));
        modest.session().abort(CloseReason.FAR_CLOSED);
        assertThat(census.buffered()).isZero();
    }
}
