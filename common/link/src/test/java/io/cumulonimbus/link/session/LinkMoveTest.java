package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.session.LinkPair.Carried;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sessions that outlive their origin. */
class LinkMoveTest {
    private static final byte[] CONTROL = {'T', 'C', 4, 0};

    /** A seed by itself, for tests that make their own world. */
    public record Seed(long value) {}

    private static FlowSpec spec(Optional<IncomingFlow> answers) {
        return new FlowSpec(CONTROL, answers, Priority.COMMAND);
    }

    private static Message text(String text) {
        return Message.of(text.getBytes());
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(message -> new String(message.toBytes())).toList();
    }

    @Test
    void clientsWithOneByteStreamKeepTheOrderOfTheirMessages() {
        LinkPair pair = LinkPair.lasting(1, 10_000);
        pair.protocol = Protocol.RTMP;
        pair.settle();
        Carried client = connect(pair);
        MessageSink control =
                client.direct.far().openFlow(spec(Optional.empty()), SinkListener.NONE);
        MessageSink other =
                client.direct
                        .far()
                        .openFlow(
                                new FlowSpec(
                                        new byte[] {'T', 'C', 4, 1},
                                        Optional.empty(),
                                        Priority.VIDEO),
                                SinkListener.NONE);
        control.write(text("0"), Deadline.NONE);
        other.write(text("1"), Deadline.NONE);
        pair.settle();
        pair.run(200);
        pair.edge.session.hungUp();
        for (int i = 2; i < 20; i += 2) {
            control.write(text("" + i), Deadline.NONE);
            pair.pumpClients();
            other.write(text("" + (i + 1)), Deadline.NONE);
            pair.pumpClients();
        }
        List<String> order = new ArrayList<>();
        pair.takes(flow -> Optional.of(new Marking(order, order)));
        pair.edge.session.reconnect();
        pair.edge.written.reset();
        pair.settle();
        assertThat(order)
                .containsExactlyElementsOf(
                        IntStream.range(2, 20).mapToObj(Integer::toString).toList());
    }

    private static MessageSink answering(Carried client) {
        IncomingFlow flow = client.originHandler.flows().get(0).incoming();
        return client.atOrigin.openFlow(spec(Optional.of(flow)), SinkListener.NONE);
    }

    @Test
    void flowsGoOnAtAnotherOriginUnderTheSameClient() {
        LinkPair pair = LinkPair.lasting(1, 10_000);
        pair.settle();
        Carried client = pair.connect();
        MessageSink up = client.direct.far().openFlow(spec(Optional.empty()), SinkListener.NONE);
        up.write(text("to the first"), Deadline.NONE);
        pair.settle();
        MessageSink down = answering(client);
        down.write(text("from the first"), Deadline.NONE);
        client.atOrigin.checkpoint(0, new byte[] {1, 2, 3});
        client.atOrigin.checkpoint(1, new byte[] {4});
        pair.settle();
        pair.run(200);

        pair.restartOrigin();
        pair.settle();
        assertThat(pair.edge.moves).isEqualTo(1);
        assertThat(client.atOrigin.restoredFrom())
                .containsExactly(new byte[] {1, 2, 3}, new byte[] {4});
        assertThat(client.originHandler.flows()).as("announced, though it is silent").hasSize(1);
        up.write(text("to the second"), Deadline.NONE);
        answering(client).write(text("from the second"), Deadline.NONE);
        pair.settle();
        assertThat(texts(client.originHandler.flows().get(0).messages()))
                .containsExactly("to the second");
        assertThat(client.clientHandler.flows()).as("the client sees one flow").hasSize(1);
        assertThat(texts(client.clientHandler.flows().get(0).messages()))
                .containsExactly("from the first", "from the second");
        assertThat(client.clientHandler.closed()).isEmpty();
    }

    /** A client whose origin has written something down. */
    private static Carried connect(LinkPair pair) {
        Carried client = pair.connect();
        client.atOrigin.checkpoint(0, new byte[] {7});
        pair.settle();
        return client;
    }

    @Test
    void ofWhomNothingWasWrittenDownIsClosed() {
        LinkPair pair = LinkPair.lasting(1, 10_000);
        pair.settle();
        Carried client = pair.connect();
        Carried other = connect(pair);
        pair.restartOrigin();
        pair.settle();
        assertThat(client.clientHandler.closed()).isPresent();
        assertThat(other.clientHandler.closed()).isEmpty();
    }

    @Test
    void whatTheLostOriginMayNotHaveHadIsSentAgainAndMarked() {
        LinkPair pair = LinkPair.lasting(1, 10_000);
        pair.settle();
        Carried client = connect(pair);
        MessageSink up = client.direct.far().openFlow(spec(Optional.empty()), SinkListener.NONE);
        up.write(text("taken"), Deadline.NONE);
        pair.settle();
        pair.run(200);
        up.write(text("maybe taken"), Deadline.NONE);
        pair.pumpClients();
        pair.edge.session.flush(pair.edge, pair.clock.nowNs());
        pair.edge.session.hungUp();
        up.write(text("never sent"), Deadline.NONE);
        pair.pumpClients();
        pair.edge.session.reconnect();
        pair.edge.written.reset();
        List<String> repeated = new ArrayList<>();
        List<String> fresh = new ArrayList<>();
        pair.takes(flow -> Optional.of(new Marking(repeated, fresh)));
        pair.settle();
        assertThat(repeated).containsExactly("maybe taken");
        assertThat(fresh).containsExactly("never sent");
    }

    /** Tells repeated messages from new ones. */
    private record Marking(List<String> repeated, List<String> fresh) implements FlowHandler {
        @Override
        public void onMessage(Message message, long lostBefore) {
            fresh.add(new String(message.toBytes()));
        }

        @Override
        public void onRepeated(Message message, long lostBefore) {
            repeated.add(new String(message.toBytes()));
        }

        @Override
        public void onClosed() {}
    }

    @Test
    void lastWordsAreSaidWhenNobodyTakesOver() {
        LinkPair pair = LinkPair.lasting(1, 2_000);
        pair.settle();
        Carried client = pair.connect();
        client.direct
                .far()
                .openFlow(spec(Optional.empty()), SinkListener.NONE)
                .write(text("hello"), Deadline.NONE);
        pair.settle();
        MessageSink down = answering(client);
        client.atOrigin.lastWords(down, text("farewell"));
        down.write(text("welcome"), Deadline.NONE);
        pair.settle();
        pair.edge.session.hungUp();
        pair.run(2_500);
        assertThat(texts(client.clientHandler.flows().get(0).messages()))
                .containsExactly("welcome", "farewell");
        assertThat(client.clientHandler.closed()).isPresent();
    }

    @SeededTest(seeds = 200)
    void howeverOftenOriginsDieEverySessionEndsOnceAndNothingLeaks(Seed seed) {
        LinkPair pair = LinkPair.lasting(seed.value(), 10_000);
        pair.protocol = seed.value() % 2 == 0 ? Protocol.RTMFP : Protocol.RTMP;
        pair.settle();
        List<MessageSink> ups = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Carried client = connect(pair);
            ups.add(client.direct.far().openFlow(spec(Optional.empty()), SinkListener.NONE));
        }
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[pair.random.nextInt(8) == 0 ? 60_000 : 200];
            ups.get(pair.random.nextInt(ups.size())).write(Message.of(bytes), Deadline.NONE);
            Carried client = pair.carried.get(pair.random.nextInt(4));
            if (client.atOrigin != null && !client.originHandler.flows().isEmpty()) {
                answering(client).write(Message.of(bytes), Deadline.NONE);
                client.atOrigin.checkpoint(
                        pair.random.nextInt(2), bytes.length > 200 ? new byte[9] : bytes);
            }
            pair.edge.capacity = pair.random.nextInt(100_000);
            pair.origin.capacity = pair.random.nextInt(100_000);
            switch (pair.random.nextInt(4)) {
                case 0 -> pair.pumpClients();
                case 1 -> pair.carry(pair.edge, pair.origin);
                case 2 -> pair.carry(pair.origin, pair.edge);
                default -> pair.run(100 * pair.random.nextInt(2));
            }
            if (pair.random.nextInt(20) == 0 && pair.edge.session.isEstablished()) {
                if (pair.random.nextBoolean() && pair.origin.session.isEstablished()) {
                    pair.cut(true);
                    pair.edge.capacity = Integer.MAX_VALUE;
                    pair.origin.capacity = Integer.MAX_VALUE;
                    pair.reconnect();
                } else {
                    pair.restartOrigin();
                }
            }
        }
        pair.edge.capacity = Integer.MAX_VALUE;
        pair.origin.capacity = Integer.MAX_VALUE;
        pair.settle();
        pair.run(3_000);
        assertThat(pair.edge.lost).isEmpty();
        assertThat(pair.edge.session.statistics().sessions()).isEqualTo(4);
        assertThat(pair.origin.session.statistics().sessions()).isEqualTo(4);
        assertThat(pair.edge.session.statistics().backlog()).isZero();
        assertThat(pair.edge.session.sequence().bytes()).isZero();
        assertThat(pair.edge.session.statistics().faults()).isZero();
        for (Carried client : pair.carried) {
            assertThat(client.clientHandler.closed()).isEmpty();
            client.direct.far().close(CloseReason.NEAR_CLOSED);
        }
        pair.settle();
        for (Carried client : pair.carried) {
            client.clientHandler.verify();
            client.originHandler.verify();
            assertThat(client.originHandler.closed()).contains(CloseReason.FAR_CLOSED);
        }
        assertThat(pair.edge.session.statistics().sessions()).isZero();
        assertThat(pair.origin.session.statistics().sessions()).isZero();
    }
}
