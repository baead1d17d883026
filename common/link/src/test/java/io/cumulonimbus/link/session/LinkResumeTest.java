package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.LinkPair.Carried;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions that outlive the connections beneath them. */
class LinkResumeTest {
    private static final long GRACE_MS = 10_000;

    /** A seed by itself, for tests that make their own world. */
    public record Seed(long value) {}

    /** One flow, and what was written to it. */
    private record Told(
            RecordingHandler receiver, byte[] name, MessageSink sink, List<Message> all) {
        List<Message> arrived() {
            return receiver.flows().stream()
                    .filter(flow -> flow.incoming().metadata()[0] == name[0])
                    .flatMap(flow -> flow.messages().stream())
                    .toList();
        }
    }

    private final List<Told> told = new ArrayList<>();

    private static Message text(String text) {
        return Message.of(text.getBytes());
    }

    private Told open(Client end, RecordingHandler receiver) {
        byte[] name = {(byte) told.size()};
        MessageSink sink =
                end.openFlow(
                        new FlowSpec(name, Optional.empty(), Priority.COMMAND), SinkListener.NONE);
        Told one = new Told(receiver, name, sink, new ArrayList<>());
        told.add(one);
        return one;
    }

    private static void say(Told flow, Message message) {
        assertThat(flow.sink.write(message, Deadline.NONE)).isTrue();
        flow.all.add(message);
    }

    private void openBothWays(Carried client) {
        open(client.direct.far(), client.originHandler);
        open(client.atOrigin, client.clientHandler);
    }

    private void checkAll() {
        for (Told flow : told) {
            assertThat(flow.arrived()).isEqualTo(flow.all);
        }
    }

    @Test
    void whatWasUnderWayArrivesOnTheNextConnection() {
        LinkPair pair = LinkPair.lasting(1, GRACE_MS);
        pair.settle();
        Carried client = pair.connect();
        openBothWays(client);
        told.forEach(flow -> say(flow, text("before")));
        pair.cut(true);
        assertThat(pair.edge.session.isSuspended()).isTrue();
        told.forEach(flow -> say(flow, text("meanwhile")));
        pair.settle();
        assertThat(client.clientHandler.closed()).isEmpty();
        assertThat(client.originHandler.closed()).isEmpty();
        pair.reconnect();
        told.forEach(flow -> say(flow, text("after")));
        pair.settle();
        checkAll();
        assertThat(pair.edge.resumptions).isEqualTo(1);
        assertThat(pair.origin.resumptions).isEqualTo(1);
    }

    @Test
    void whoIsNotTakenUpInTimeIsClosedAtBothEnds() {
        LinkPair pair = LinkPair.lasting(1, GRACE_MS);
        pair.settle();
        Carried client = pair.connect();
        pair.cut(true);
        pair.run(GRACE_MS - 200);
        assertThat(client.clientHandler.closed()).isEmpty();
        assertThat(client.originHandler.closed()).isEmpty();
        pair.run(400);
        assertThat(client.clientHandler.closed()).isPresent();
        assertThat(client.originHandler.closed()).contains(CloseReason.LINK_LOST);
        assertThat(pair.edge.lost).contains(LinkLoss.NOT_RESUMED);
        assertThat(pair.origin.lost).contains(LinkLoss.NOT_RESUMED);
    }

    @Test
    void silenceOfTheFarEndIsSurvivedLikewise() {
        LinkPair pair = LinkPair.lasting(1, GRACE_MS);
        pair.settle();
        pair.connect();
        for (int i = 0; i < 27; i++) {
            pair.clock.advanceMs(100);
            pair.edge.session.advance(pair.clock.nowNs());
        }
        assertThat(pair.edge.session.isSuspended()).isTrue();
        assertThat(pair.edge.session.isConnected()).isFalse();
        pair.edge.session.flush(pair.edge, pair.clock.nowNs());
        pair.edge.take();
        pair.reconnect();
        pair.settle();
        assertThat(pair.edge.session.isEstablished()).isTrue();
        assertThat(pair.edge.session.statistics().sessions()).isEqualTo(1);
    }

    @Test
    void whoseSeatIsWantedMeanwhileLosesIt() {
        LinkPair pair = LinkPair.lasting(1, GRACE_MS);
        pair.settle();
        Carried client = pair.connect();
        pair.cut(true);
        client.atOrigin.challenge();
        assertThat(client.originHandler.closed()).contains(CloseReason.TIMED_OUT);
        assertThat(client.clientHandler.closed()).isEmpty();
        pair.reconnect();
        pair.settle();
        assertThat(client.clientHandler.closed()).isPresent();
        assertThat(pair.edge.session.statistics().sessions()).isZero();
    }

    @Test
    void whoComesAnotherWayMeanwhileTakesItAtOnce() {
        LinkPair pair = LinkPair.lasting(1, GRACE_MS);
        pair.settle();
        Carried client = pair.connect();
        pair.cut(true);
        client.atOrigin.close(CloseReason.OVERRIDDEN);
        assertThat(client.originHandler.closed()).contains(CloseReason.OVERRIDDEN);
        pair.reconnect();
        pair.settle();
        assertThat(client.clientHandler.closed()).isPresent();
        assertThat(pair.edge.session.statistics().sessions()).isZero();
    }

    @Test
    void anOriginThatStopsIsNotWaitedFor() {
        LinkPair pair = LinkPair.lasting(1, GRACE_MS);
        pair.settle();
        Carried client = pair.connect();
        pair.origin.session.close();
        pair.settle();
        assertThat(pair.edge.lost).contains(LinkLoss.FAR_STOPPED);
        assertThat(client.clientHandler.closed()).isPresent();
    }

    @Test
    void whoBreaksTheProtocolIsNotWaitedFor() {
        LinkPair pair = LinkPair.lasting(1, GRACE_MS);
        pair.settle();
        pair.connect();
        pair.origin.session.receive(new byte[] {0, 1, 1, 0}, 0, 4, pair.clock.nowNs());
        assertThat(pair.origin.lost).contains(LinkLoss.MALFORMED);
    }

    @Test
    void whatIsKeptIsBounded() {
        LinkPair pair = LinkPair.lasting(1, GRACE_MS);
        pair.settle();
        for (int i = 0; i < 20; i++) {
            openBothWays(pair.connect());
        }
        told.forEach(flow -> say(flow, Message.of(new byte[1 << 20])));
        // The origin takes nothing, so it acknowledges nothing.
        pair.pumpClients();
        pair.edge.session.flush(pair.edge, pair.clock.nowNs());
        assertThat(pair.edge.session.sequence().bytes()).isBetween(4L << 20, 5L << 20);
        assertThat(pair.edge.written.size()).isLessThan(5 << 20);
        pair.settle();
        checkAll();
    }

    @SeededTest(seeds = 200)
    void howeverOftenTheConnectionBreaksNothingIsLostOrComesTwice(Seed seed) {
        LinkPair pair = LinkPair.lasting(seed.value(), GRACE_MS);
        pair.protocol = seed.value() % 2 == 0 ? Protocol.RTMFP : Protocol.RTMP;
        pair.settle();
        for (int i = 0; i < 3; i++) {
            openBothWays(pair.connect());
        }
        for (int i = 0; i < 300; i++) {
            Told flow = told.get(pair.random.nextInt(told.size()));
            byte[] bytes = new byte[pair.random.nextInt(8) == 0 ? 60_000 : 200];
            pair.random.nextBytes(bytes);
            say(flow, Message.of(bytes));
            pair.edge.capacity = pair.random.nextInt(100_000);
            pair.origin.capacity = pair.random.nextInt(100_000);
            switch (pair.random.nextInt(4)) {
                case 0 -> pair.pumpClients();
                case 1 -> pair.carry(pair.edge, pair.origin);
                case 2 -> pair.carry(pair.origin, pair.edge);
                default -> pair.run(100 * pair.random.nextInt(2));
            }
            if (pair.random.nextInt(15) == 0) {
                pair.cut(pair.random.nextBoolean());
                pair.clock.advanceMs(pair.random.nextInt(3_000));
                pair.edge.capacity = Integer.MAX_VALUE;
                pair.origin.capacity = Integer.MAX_VALUE;
                pair.reconnect();
            }
        }
        pair.edge.capacity = Integer.MAX_VALUE;
        pair.origin.capacity = Integer.MAX_VALUE;
        pair.settle();
        pair.run(2_500);
        checkAll();
        assertThat(pair.edge.session.sequence().bytes()).as("all acknowledged").isZero();
        assertThat(pair.origin.session.sequence().bytes()).as("all acknowledged").isZero();
        assertThat(told).allMatch(flow -> flow.sink.queuedBytes() == 0);
        assertThat(pair.edge.session.statistics().faults()).isZero();
        assertThat(pair.origin.session.statistics().faults()).isZero();
        pair.carried.forEach(client -> client.direct.far().close(CloseReason.NEAR_CLOSED));
        pair.settle();
        for (Carried client : pair.carried) {
            client.originHandler.verify();
            assertThat(client.originHandler.closed()).contains(CloseReason.FAR_CLOSED);
        }
        assertThat(pair.origin.session.statistics().sessions()).isZero();
    }
}
