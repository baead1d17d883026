package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.LinkPair.Carried;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.RecordingListener;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a link does for its sessions, and to them when it ends. */
class LinkSessionTest {
    private final LinkPair pair = new LinkPair(1);

    LinkSessionTest() {
        pair.settle();
    }

    @AfterEach
    void rulesOfTheSeamWereKept() {
        for (Carried client : pair.carried) {
            client.originHandler.verify();
            client.clientHandler.verify();
        }
    }

    private static FlowSpec spec(Priority priority) {
        return new FlowSpec(new byte[] {0, 'T', 'C', 0}, Optional.empty(), priority);
    }

    private static MessageSink write(Carried client, Priority priority, int count, int length) {
        MessageSink sink = client.atOrigin.openFlow(spec(priority), SinkListener.NONE);
        for (int i = 0; i < count; i++) {
            sink.write(Message.of(new byte[length]), Deadline.NONE);
        }
        return sink;
    }

    @Test
    void whoTheClientIsAndWhereCrossesTheLink() {
        Carried client = pair.connect();
        assertThat(client.atOrigin.identity()).isEqualTo(LinkPair.identity(0));
        assertThat(client.atOrigin.address()).isEqualTo(new InetSocketAddress("192.0.2.7", 5000));
        assertThat(client.atOrigin.roundTripNs()).isEqualTo(30_000_000);
    }

    @Test
    void aMovedClientIsMovedAtTheOrigin() {
        Carried client = pair.connect();
        InetSocketAddress there = new InetSocketAddress("2001:db8::1", 6000);
        client.direct.moveTo(there);
        pair.settle();
        assertThat(client.atOrigin.address()).isEqualTo(there);
        assertThat(client.originHandler.addresses()).containsExactly(there);
    }

    @Test
    void aChallengeOfTheOriginReachesTheClient() {
        Carried client = pair.connect();
        Carried other = pair.connect();
        client.atOrigin.challenge();
        client.atOrigin.challenge();
        pair.settle();
        assertThat(client.direct.challenges()).isEqualTo(1);
        assertThat(other.direct.challenges()).isZero();
    }

    @Test
    void theRoundTripTimeIsKeptUpToDate() {
        Carried client = pair.connect();
        client.direct.roundTripNs(90_000_000);
        pair.run(1_500);
        assertThat(client.atOrigin.roundTripNs()).isEqualTo(90_000_000);
        long framesOut = pair.edge.session.statistics().framesOut();
        client.direct.roundTripNs(91_000_000);
        pair.run(900);
        assertThat(pair.edge.session.statistics().framesOut() - framesOut)
                .as("small changes are not worth a frame")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void aClientThatTimedOutTimedOutAtTheOrigin() {
        Carried client = pair.connect();
        client.direct.die();
        pair.settle();
        assertThat(client.originHandler.closed()).contains(CloseReason.TIMED_OUT);
        assertThat(pair.edge.session.statistics().sessions()).isZero();
        assertThat(pair.origin.session.statistics().sessions()).isZero();
    }

    @Test
    void aLostLinkClosesEveryClientOnBothEnds() {
        Carried one = pair.connect();
        Carried two = pair.connect();
        write(one, Priority.DATA, 3, 10);
        pair.settle();
        pair.edge.session.hungUp();
        pair.origin.session.hungUp();
        pair.settle();
        for (Carried client : new Carried[] {one, two}) {
            assertThat(client.originHandler.closed()).contains(CloseReason.LINK_LOST);
            assertThat(client.clientHandler.closed()).contains(CloseReason.FAR_CLOSED);
        }
        assertThat(pair.edge.lost).contains(LinkLoss.HUNG_UP);
        assertThat(pair.origin.lost).contains(LinkLoss.HUNG_UP);
    }

    @Test
    void aStoppingOriginSaysGoodbye() {
        Carried client = pair.connect();
        pair.origin.session.close();
        pair.settle();
        assertThat(pair.origin.lost).contains(LinkLoss.STOPPED);
        assertThat(pair.edge.lost).contains(LinkLoss.FAR_STOPPED);
        assertThat(client.originHandler.closed()).contains(CloseReason.STOPPING);
        assertThat(client.clientHandler.closed()).contains(CloseReason.FAR_CLOSED);
    }

    @Test
    void aClientThatComesWhenTheLinkIsGoneIsClosed() {
        pair.edge.session.hungUp();
        Carried client = pair.connect();
        assertThat(client.clientHandler.closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(client.atOrigin).isNull();
    }

    @Test
    void silenceIsAskedAboutAndThenEndsTheLink() {
        Carried client = pair.connect();
        pair.run(60_000);
        assertThat(pair.origin.lost).as("pings keep it").isEmpty();
        assertThat(pair.origin.session.statistics().roundTripNs()).isNotNegative();
        for (int i = 0; i < 99; i++) {
            pair.clock.advanceMs(100);
            pair.origin.session.advance(pair.clock.nowNs());
        }
        assertThat(pair.origin.lost).isEmpty();
        for (int i = 0; i < 20; i++) {
            pair.clock.advanceMs(100);
            pair.origin.session.advance(pair.clock.nowNs());
        }
        assertThat(pair.origin.lost).contains(LinkLoss.SILENT);
        assertThat(client.originHandler.closed()).contains(CloseReason.LINK_LOST);
    }

    @Test
    void timeThatWeWereStoppedIsNotHeldAgainstTheOtherEnd() {
        pair.connect();
        pair.clock.advanceMs(60_000);
        pair.origin.session.advance(pair.clock.nowNs());
        pair.edge.session.advance(pair.clock.nowNs());
        assertThat(pair.origin.lost).isEmpty();
        pair.run(5_000);
        assertThat(pair.origin.lost).isEmpty();
        assertThat(pair.edge.lost).isEmpty();
    }

    @Test
    void commandsAndAudioOvertakeBulkOfAnotherClient() {
        Carried greedy = pair.connect();
        Carried modest = pair.connect();
        write(greedy, Priority.BULK, 100, 100_000);
        pair.origin.capacity = 64 << 10;
        pair.carry(pair.origin, pair.edge);
        write(modest, Priority.AUDIO, 1, 100);
        pair.carry(pair.origin, pair.edge);
        pair.pumpClients();
        assertThat(modest.clientHandler.flows()).hasSize(1);
        assertThat(modest.clientHandler.flows().get(0).messages()).hasSize(1);
        assertThat(pair.origin.session.statistics().backlog()).isPositive();
    }

    @Test
    void clientsShareTheLinkEvenly() {
        Carried one = pair.connect();
        Carried two = pair.connect();
        write(one, Priority.VIDEO, 1_000, 1_000);
        write(two, Priority.BULK, 10, 100_000);
        pair.origin.capacity = 64 << 10;
        for (int i = 0; i < 6; i++) {
            pair.carry(pair.origin, pair.edge);
            pair.pumpClients();
            pair.carry(pair.edge, pair.origin);
        }
        assertThat(one.clientHandler.flows().get(0).bytes()).isBetween(130_000L, 260_000L);
        assertThat(two.clientHandler.flows().get(0).bytes()).isBetween(100_000L, 260_000L);
    }

    @Test
    void aFloodOfCommandsDoesNotHoldTheRest() {
        Carried flooded = pair.connect();
        Carried viewer = pair.connect();
        write(flooded, Priority.COMMAND, 100, 100_000);
        write(viewer, Priority.VIDEO, 1, 1_000);
        pair.origin.capacity = 256 << 10;
        pair.carry(pair.origin, pair.edge);
        pair.pumpClients();
        assertThat(viewer.clientHandler.flows().get(0).messages()).hasSize(1);
    }

    @Test
    void aSlowClientHoldsNoMoreThanItsWindowAtTheEdge() {
        Carried slow = pair.connect();
        Carried quick = pair.connect();
        slow.direct.stall(true);
        long before = pair.origin.session.statistics().bytesOut();
        MessageSink sink = write(slow, Priority.VIDEO, 200, 50_000);
        pair.settle();
        assertThat(pair.origin.session.statistics().bytesOut() - before)
                .isBetween(512L << 10, (512L << 10) + 100_000);
        assertThat(sink.queuedBytes()).isEqualTo(200 * 50_000);
        write(quick, Priority.VIDEO, 3, 50_000);
        pair.settle();
        assertThat(quick.clientHandler.flows().get(0).messages()).hasSize(3);
        slow.direct.stall(false);
        pair.settle();
        assertThat(slow.clientHandler.flows().get(0).messages()).hasSize(200);
        assertThat(sink.queuedBytes()).isZero();
    }

    @Test
    void aSessionHasAWindowForAllItsFlowsButNotForCommands() {
        Carried slow = pair.connect();
        slow.direct.stall(true);
        long before = pair.origin.session.statistics().bytesOut();
        for (int i = 0; i < 20; i++) {
            write(slow, Priority.VIDEO, 20, 50_000);
        }
        pair.settle();
        assertThat(pair.origin.session.statistics().bytesOut() - before)
                .isLessThan((4L << 20) + 20 * 60_000);
        write(slow, Priority.COMMAND, 1, 100);
        pair.settle();
        long backlog = pair.origin.session.statistics().backlog();
        slow.direct.stall(false);
        pair.settle();
        assertThat(backlog)
                .as("the command did not wait")
                .isLessThan(20L * 20 * 50_064 - (4 << 20));
        assertThat(slow.clientHandler.flows()).hasSize(21);
        assertThat(pair.origin.session.statistics().backlog()).isZero();
    }

    @Test
    void aLinkWithoutRoomSuspendsTheClient() {
        Carried client = pair.connect();
        MessageSink sink = client.direct.far().openFlow(spec(Priority.DATA), SinkListener.NONE);
        for (int i = 0; i < 100; i++) {
            sink.write(Message.of(new byte[50_000]), Deadline.NONE);
        }
        pair.edge.capacity = 0;
        pair.settle();
        assertThat(pair.edge.session.statistics().backlog())
                .isBetween(256L << 10, (256L << 10) + 60_000);
        assertThat(sink.queuedBytes()).as("left with the client").isGreaterThan(4_000_000);
        pair.edge.capacity = Integer.MAX_VALUE;
        pair.settle();
        pair.settle();
        assertThat(client.originHandler.flows().get(0).messages()).hasSize(100);
        assertThat(pair.edge.session.statistics().backlog()).isZero();
    }

    @Test
    void clientsThatGoOnAtOnceAreThrottledAnew() {
        for (int i = 0; i < 3; i++) {
            MessageSink sink =
                    pair.connect().direct.far().openFlow(spec(Priority.DATA), SinkListener.NONE);
            for (int j = 0; j < 100; j++) {
                sink.write(Message.of(new byte[50_000]), Deadline.NONE);
            }
        }
        pair.edge.capacity = 200_000;
        pair.settle();
        for (Carried client : pair.carried) {
            assertThat(client.originHandler.flows().get(0).messages()).hasSize(100);
        }
        assertThat(pair.edge.session.statistics().backlog()).isZero();
    }

    @Test
    void whatDependsOnALateMessageIsDroppedWithIt() {
        Carried client = pair.connect();
        RecordingListener heard = new RecordingListener();
        MessageSink sink = client.atOrigin.openFlow(spec(Priority.VIDEO), heard);
        Deadline long5 = Deadline.startWithin(5_000);
        pair.origin.capacity = 0;
        sink.write(Message.of(new byte[1_000]), Deadline.startWithin(200));
        sink.write(Message.of(new byte[2_000]), long5.asDependent());
        sink.write(Message.of(new byte[3_000]), Deadline.NONE);
        sink.write(Message.of(new byte[4_000]), long5.asDependent());
        sink.write(Message.of(new byte[5_000]), long5);
        sink.write(Message.of(new byte[6_000]), long5.asDependent());
        pair.carry(pair.origin, pair.edge);
        pair.clock.advanceMs(400);
        pair.origin.capacity = Integer.MAX_VALUE;
        pair.settle();
        assertThat(client.clientHandler.flows().get(0).messages())
                .extracting(Message::length)
                .containsExactly(3_000, 5_000, 6_000);
        assertThat(heard.abandoned()).isEqualTo(3);
        assertThat(heard.drained()).isEqualTo(21_000);
    }

    @Test
    void whatIsTooLateForTheLinkIsDroppedAndCounted() {
        Carried client = pair.connect();
        RecordingListener heard = new RecordingListener();
        MessageSink sink = client.atOrigin.openFlow(spec(Priority.VIDEO), heard);
        pair.origin.capacity = 0;
        sink.write(Message.of(new byte[1_000]), Deadline.startWithin(200));
        sink.write(Message.of(new byte[2_000]), Deadline.finishWithin(300));
        sink.write(Message.of(new byte[3_000]), Deadline.finishWithin(2_000));
        sink.write(Message.of(new byte[4_000]), Deadline.NONE);
        pair.carry(pair.origin, pair.edge);
        pair.clock.advanceMs(400);
        pair.origin.capacity = Integer.MAX_VALUE;
        pair.settle();
        assertThat(client.clientHandler.flows().get(0).messages())
                .extracting(Message::length)
                .containsExactly(3_000, 4_000);
        assertThat(heard.drained()).isEqualTo(10_000);
        assertThat(sink.queuedBytes()).isZero();
        assertThat(pair.origin.session.statistics().expired()).isEqualTo(2);
    }

    @Test
    void aDeadlineBeginsAtTheFlushAfterTheWrite() {
        Carried client = pair.connect();
        MessageSink sink = client.atOrigin.openFlow(spec(Priority.VIDEO), SinkListener.NONE);
        pair.clock.advanceMs(500);
        sink.write(Message.of(new byte[10]), Deadline.startWithin(100));
        pair.settle();
        assertThat(client.clientHandler.flows().get(0).messages()).hasSize(1);
    }

    @Test
    void aFaultInOneHandlerClosesThatClientOnly() {
        Carried victim = pair.connect();
        Carried other = pair.connect();
        victim.originHandler.onMessage(
                (flow, message) -> {
                    throw new IllegalStateException("a bug of ours");
                });
        for (Carried client : new Carried[] {victim, other}) {
            client.direct
                    .far()
                    .openFlow(spec(Priority.DATA), SinkListener.NONE)
                    .write(Message.of(new byte[10]), Deadline.NONE);
        }
        pair.settle();
        assertThat(victim.originHandler.closed()).contains(CloseReason.FAULT);
        assertThat(victim.clientHandler.closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(other.originHandler.flows().get(0).messages()).hasSize(1);
        assertThat(other.originHandler.closed()).isEmpty();
        assertThat(pair.origin.session.statistics().faults()).isEqualTo(1);
    }

    @Test
    void aSessionThatCannotSayItsLastWordsIsClosedAllTheSame() {
        Carried client = pair.connect();
        client.direct.stall(true);
        write(client, Priority.VIDEO, 100, 50_000);
        pair.settle();
        client.atOrigin.close(CloseReason.NEAR_CLOSED);
        pair.run(3_000);
        assertThat(client.originHandler.closed()).isEmpty();
        pair.run(4_000);
        assertThat(client.originHandler.closed()).contains(CloseReason.NEAR_CLOSED);
        assertThat(client.clientHandler.closed()).contains(CloseReason.FAR_CLOSED);
    }

    @Test
    void aMessageBeyondTheLimitCostsTheFlowThatItWasWrittenTo() {
        Carried client = pair.connect();
        MessageSink sink = client.direct.far().openFlow(spec(Priority.DATA), SinkListener.NONE);
        sink.write(Message.of(new byte[10]), Deadline.NONE);
        sink.write(Message.of(new byte[1 << 24]), Deadline.NONE);
        sink.write(Message.of(new byte[10]), Deadline.NONE);
        pair.settle();
        RecordingHandler.Flow flow = client.originHandler.flows().get(0);
        assertThat(sink.isOpen()).isFalse();
        assertThat(flow.messages()).hasSize(1);
        assertThat(flow.closed()).isTrue();
        assertThat(client.originHandler.closed()).isEmpty();
        assertThat(pair.origin.lost).isEmpty();
    }
}
