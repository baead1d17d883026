package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.BufferProbe;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.FlowExceptionReport;
import io.cumulonimbus.rtmfp.chunk.FragmentControl;
import io.cumulonimbus.rtmfp.chunk.Range;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.testkit.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a sending flow puts on the wire, and what it makes of the answers (RFC 7016 §3.6.2). */
class SendingRulesTest {
    private static final long WINDOW = 64;

    private final RawPeer peer = new RawPeer();
    private final RecordingListener heard = new RecordingListener();

    /** The session is proven to both ends, and nothing is left to send. */
    private SendingRulesTest begun() {
        peer.says();
        peer.sends();
        return this;
    }

    private MessageSink flow(Priority priority) {
        return peer.session().openFlow(RawPeer.spec(priority), heard);
    }

    private static void write(MessageSink sink, int length) {
        assertThat(sink.write(Message.of(new byte[length]), Deadline.NONE)).isTrue();
    }

    private List<UserData> data() {
        return peer.sendsAll(UserData.class);
    }

    private void acks(long cumulative, Range... ranges) {
        peer.says(new Ack(2, WINDOW, cumulative, List.of(ranges)));
    }

    /** A flow in the middle of its life: {@code numbers} messages were sent and acknowledged. */
    private MessageSink runningFlow(int numbers) {
        begun();
        MessageSink sink = flow(Priority.DATA);
        for (int i = 1; i <= numbers; i++) {
            write(sink, 1);
            data();
            acks(i);
        }
        return sink;
    }

    private static List<Long> numbers(List<UserData> data) {
        return data.stream().map(UserData::sequenceNumber).toList();
    }

    @Test
    void whatWasWrittenJustBeforeAnotherMessageExpiresIsNotGivenUpWithIt() {
        MessageSink sink = runningFlow(1);
        Deadline deadline = Deadline.startWithin(3000);
        assertThat(sink.write(Message.of(new byte[1]), deadline)).isTrue();
        assertThat(numbers(data())).containsExactly(2L);
        acks(2);
        // The alarm of the first message is still set when the second one is written.
        peer.pass(2999);
        assertThat(sink.write(Message.of(new byte[7]), deadline)).isTrue();
        peer.pass(1);
        assertThat(data()).extracting(chunk -> chunk.data().length).contains(7);
        assertThat(heard.abandoned()).isZero();
    }

    @Test
    void metadataGoesWithTheFirstChunkOfEveryPacketUntilTheFirstAcknowledgement() {
        begun();
        MessageSink sink = flow(Priority.DATA);
        write(sink, 10);
        write(sink, 10);
        List<UserData> first = data();
        assertThat(numbers(first)).containsExactly(1L, 2L);
        assertThat(first.get(0).options()).containsExactly(Option.of(0, RawPeer.METADATA));
        assertThat(first.get(1).options()).isEmpty();
        write(sink, 10);
        assertThat(data().get(0).options()).isNotEmpty();
        acks(0);
        write(sink, 10);
        assertThat(data().get(0).options()).isEmpty();
    }

    @Test
    void aReturnFlowNamesTheFlowItAnswersOnceItMay() {
        peer.says(RawPeer.opening(300, (byte) 1));
        var incoming = peer.handler().flows().get(0).incoming();
        FlowSpec spec = new FlowSpec(RawPeer.METADATA, Optional.of(incoming), Priority.DATA);
        write(peer.session().openFlow(spec, heard), 1);
        assertThat(data().get(0).options())
                .containsExactly(
                        Option.of(0, RawPeer.METADATA),
                        Option.of(0x0a, new byte[] {(byte) 0x82, 0x2c}));
        incoming.reject(0);
        MessageSink late = peer.session().openFlow(spec, heard);
        assertThat(late.isOpen()).isFalse();
    }

    @Test
    void aBigMessageIsCutIntoPacketsThatFitAndPutTogetherAgain() {
        begun();
        write(flow(Priority.BULK), 100_000);
        List<UserData> all = new ArrayList<>();
        for (int i = 0; i < 200 && peer.session().isOpen(); i++) {
            for (Packets.Opened packet : peer.sends()) {
                assertThat(packet.plain().length).isLessThanOrEqualTo(1200 - 4);
                all.addAll(packet.all(UserData.class));
            }
            acks(all.size());
        }
        assertThat(all.get(0).fragment()).isEqualTo(FragmentControl.BEGIN);
        assertThat(all.get(all.size() - 1).fragment()).isEqualTo(FragmentControl.END);
        assertThat(all.subList(1, all.size() - 1))
                .allMatch(data -> data.fragment() == FragmentControl.MIDDLE);
        assertThat(all.stream().mapToInt(data -> data.data().length).sum()).isEqualTo(100_000);
        assertThat(numbers(all)).isSorted().doesNotHaveDuplicates();
        assertThat(heard.drained()).isEqualTo(100_000);
    }

    @Test
    void noMoreThanSixPacketsLeaveBeforeAnAcknowledgement() {
        begun();
        MessageSink sink = flow(Priority.AUDIO);
        for (int i = 0; i < 20; i++) {
            write(sink, 1);
            peer.sends();
        }
        assertThat(sink.queuedBytes()).isEqualTo(20);
        acks(0);
        assertThat(peer.sends()).hasSize(1);
        RawPeer other = new RawPeer();
        other.says();
        MessageSink burst = other.session().openFlow(RawPeer.spec(Priority.DATA), heard);
        int packets = 0;
        for (int i = 0; i < 20; i++) {
            write(burst, 1);
            packets += other.sends().size();
        }
        assertThat(packets).isEqualTo(6);
    }

    @Test
    void theInitialWindowIsThreeSegments() {
        begun();
        write(flow(Priority.BULK), 100_000);
        // 4380 bytes: the fourth packet begins below that.
        assertThat(peer.sends()).hasSize(4);
        assertThat(peer.sends()).isEmpty();
    }

    @Test
    void nothingIsSentIntoAFullReceiveWindow() {
        MessageSink sink = runningFlow(1);
        peer.says(new Ack(2, 1, 1, List.of()));
        write(sink, 3000);
        // One block is advertised: what begins below it may end above it.
        assertThat(data()).hasSize(1);
        peer.says(new Ack(2, 0, 2, List.of()));
        assertThat(data()).isEmpty();
        peer.says(new Ack(2, 64, 2, List.of()));
        assertThat(data()).hasSize(2);
    }

    @Test
    void aClosedWindowIsProbedMoreAndMoreRarely() {
        MessageSink sink = runningFlow(1);
        peer.says(new Ack(2, 0, 1, List.of()));
        write(sink, 10);
        List<Long> times = new ArrayList<>();
        long start = peer.now();
        for (int i = 0; i < 3000; i++) {
            peer.pass(100);
            if (i % 200 == 0) {
                peer.says();
            }
            List<Chunk> chunks = peer.sendsChunks();
            if (chunks.contains(new BufferProbe(2))) {
                times.add((peer.now() - start) / 1_000_000);
            }
            assertThat(chunks).noneMatch(UserData.class::isInstance);
        }
        assertThat(times.get(0)).isEqualTo(1000);
        assertThat(times.size()).isBetween(7, 10);
        long last = times.get(times.size() - 1) - times.get(times.size() - 2);
        assertThat(last).isEqualTo(60_000);
        peer.says(new Ack(2, 64, 1, List.of()));
        assertThat(data()).hasSize(1);
    }

    @Test
    void threeNegativeAcknowledgementsAreALossAndLowNumbersGoFirst() {
        MessageSink sink = runningFlow(1);
        for (int i = 0; i < 5; i++) {
            write(sink, 1);
            assertThat(data()).hasSize(1);
        }
        acks(1, new Range(3, 3));
        acks(1, new Range(3, 4));
        assertThat(data()).isEmpty();
        write(sink, 1);
        acks(1, new Range(3, 5));
        List<UserData> again = data();
        assertThat(numbers(again)).containsExactly(2L, 7L);
        assertThat(again.get(0).forwardSequenceNumber()).isEqualTo(1);
    }

    @Test
    void lossIsCountedInTheOrderOfTransmissionAcrossFlows() {
        begun();
        MessageSink first = flow(Priority.DATA);
        MessageSink second = flow(Priority.DATA);
        write(first, 1);
        data();
        for (int i = 1; i <= 3; i++) {
            write(second, 1);
            data();
        }
        for (int i = 1; i <= 3; i++) {
            peer.says(new Ack(3, WINDOW, i, List.of()));
        }
        List<UserData> again = data();
        assertThat(again).hasSize(1);
        assertThat(again.get(0).flowId()).isEqualTo(2);
    }

    /** Figure 21 of RFC 7016, lines 21 to 27: a gap at the end is told without data. */
    @Test
    void aForwardSequenceNumberUpdateFollowsTheFigure() {
        MessageSink sink = runningFlow(59);
        sink.write(Message.of(new byte[1]), Deadline.finishWithin(20));
        data();
        for (int i = 61; i <= 64; i++) {
            write(sink, 1);
            data();
        }
        acks(59, new Range(61, 61));
        acks(59, new Range(61, 62));
        peer.pass(25);
        acks(59, new Range(61, 64));
        List<UserData> update = data();
        assertThat(update).hasSize(1);
        assertThat(update.get(0).abandon()).isTrue();
        assertThat(update.get(0).sequenceNumber()).isEqualTo(60);
        assertThat(update.get(0).forwardSequenceNumber()).isEqualTo(60);
        acks(64);
        peer.pass(5000);
        assertThat(data()).isEmpty();
        assertThat(sink.queuedBytes()).isZero();
    }

    /** Figure 20 of RFC 7016: the forward number follows the acknowledgements. */
    @Test
    void theForwardNumberIsBelowEverythingOutstanding() {
        MessageSink sink = runningFlow(16);
        for (int i = 17; i <= 19; i++) {
            write(sink, 1);
            assertThat(data().get(0).forwardSequenceNumber()).isEqualTo(16);
        }
        acks(18);
        write(sink, 1);
        assertThat(data().get(0).forwardSequenceNumber()).isEqualTo(18);
    }

    @Test
    void whatIsNotAcknowledgedInTimeIsSentAgainAfterGrowingTimes() {
        begun();
        write(flow(Priority.COMMAND), 10);
        long start = peer.now();
        data();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            peer.pass(100);
            if (i % 50 == 0) {
                peer.says();
            }
            if (!data().isEmpty()) {
                times.add((peer.now() - start) / 1_000_000);
            }
        }
        // 3 s, then longer by 1.4142 each time, 10 s at most
        assertThat(times.subList(0, 4)).containsExactly(3000L, 7300L, 13_300L, 21_800L);
        assertThat(times.get(7) - times.get(6)).isBetween(10_000L, 10_100L);
    }

    @Test
    void acknowledgementsOfWhatWasNeverSentMeanNothing() {
        begun();
        MessageSink sink = flow(Priority.DATA);
        acks(Long.MAX_VALUE);
        acks(-1);
        acks(1, new Range(3, -1));
        write(sink, 10);
        List<UserData> first = data();
        assertThat(numbers(first)).containsExactly(1L);
        assertThat(sink.queuedBytes()).isEqualTo(10);
        peer.says(new Ack(999, WINDOW, 100, List.of()));
        assertThat(sink.queuedBytes()).isEqualTo(10);
        acks(1);
        assertThat(heard.drained()).isEqualTo(10);
    }

    @Test
    void anExceptionEndsTheFlowAndAbandonsTheQueue() {
        begun();
        MessageSink sink = flow(Priority.DATA);
        write(sink, 50_000);
        int sent = data().size();
        peer.says(new FlowExceptionReport(2, 5), new Ack(2, 0, 1, List.of()));
        assertThat(heard.exception()).hasValue(5);
        assertThat(sink.isOpen()).isFalse();
        assertThat(sink.queuedBytes()).isZero();
        assertThat(heard.drained()).isEqualTo(50_000);
        // Flow control is ignored from here on, and only the end is sent.
        List<UserData> end = data();
        assertThat(end).allMatch(UserData::abandon);
        assertThat(end.get(end.size() - 1).last()).isTrue();
        peer.says(new FlowExceptionReport(2, 5), new Ack(2, 0, sent + 2, List.of()));
        peer.pass(20_000);
        assertThat(data()).isEmpty();
    }

    @Test
    void aFlowEndsWithAnEmptyAbandonedChunk() {
        MessageSink sink = runningFlow(1);
        write(sink, 10);
        sink.close();
        assertThat(sink.isOpen()).isFalse();
        assertThat(sink.write(Message.of(new byte[1]), Deadline.NONE)).isFalse();
        List<UserData> all = data();
        assertThat(numbers(all)).containsExactly(2L, 3L);
        assertThat(all.get(0).last()).isFalse();
        assertThat(all.get(1).last() && all.get(1).abandon()).isTrue();
        acks(2);
        peer.pass(4000);
        assertThat(numbers(data())).containsExactly(3L);
        acks(3);
        peer.pass(4000);
        assertThat(data()).isEmpty();
        write(flow(Priority.DATA), 1);
        assertThat(data().get(0).flowId()).as("ids are not used again").isEqualTo(3);
    }

    @Test
    void higherPrioritiesGoFirstAndEqualOnesInTurn() {
        begun();
        MessageSink bulk = flow(Priority.BULK);
        MessageSink video = flow(Priority.VIDEO);
        MessageSink audio = flow(Priority.AUDIO);
        MessageSink command = flow(Priority.COMMAND);
        for (MessageSink sink : List.of(bulk, video, audio, command)) {
            write(sink, 100);
        }
        assertThat(data()).extracting(UserData::flowId).containsExactly(5L, 4L, 3L, 2L);
        RawPeer other = new RawPeer();
        other.says();
        MessageSink one = other.session().openFlow(RawPeer.spec(Priority.BULK), heard);
        MessageSink two = other.session().openFlow(RawPeer.spec(Priority.BULK), heard);
        write(one, 50_000);
        write(two, 50_000);
        assertThat(other.sendsAll(UserData.class).stream().map(UserData::flowId).distinct())
                .containsExactly(2L, 3L);
    }

    @Test
    void acknowledgementsInMassesAreCheap() {
        MessageSink sink = runningFlow(3);
        write(sink, 50_000);
        data();
        Chunk[] bomb = new Chunk[130];
        for (int i = 0; i < bomb.length; i++) {
            bomb[i] = new Ack(2, 1L << 60, 3, List.of());
        }
        for (int i = 0; i < 1000; i++) {
            peer.says(bomb);
        }
        assertThat(peer.counters().overLimit).isEqualTo(1000 * (130 - 64));
        assertThat(sink.isOpen()).isTrue();
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ranges.add(new Range(5 + 2L * i, 5 + 2L * i));
        }
        for (int i = 0; i < 1000; i++) {
            peer.says(new Ack(2, WINDOW, 3, ranges));
        }
        assertThat(sink.isOpen()).isTrue();
    }

    @Test
    void nobodyIsToldOfDrainingTwice() {
        MessageSink sink = runningFlow(2);
        assertThat(heard.drained()).isEqualTo(2);
        sink.write(Message.of(new byte[500]), Deadline.finishWithin(10));
        data();
        peer.pass(50);
        assertThat(heard.drained()).isEqualTo(502);
        acks(3);
        assertThat(heard.drained()).isEqualTo(502);
        assertThat(sink.queuedBytes()).isZero();
    }

    @Test
    void aListenerMayWriteWhenItHearsOfDraining() {
        begun();
        MessageSink[] sink = new MessageSink[1];
        int[] more = {5};
        sink[0] =
                peer.session()
                        .openFlow(
                                RawPeer.spec(Priority.DATA),
                                new SinkListener() {
                                    @Override
                                    public void onDrained(long bytes) {
                                        if (more[0]-- > 0) {
                                            write(sink[0], 7);
                                        }
                                    }
                                });
        write(sink[0], 7);
        for (int i = 1; i <= 6; i++) {
            assertThat(numbers(data())).containsExactly((long) i);
            acks(i);
        }
        assertThat(data()).isEmpty();
    }
}
