package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Calls, over the ends of connections and of origins: done once at most, answered once. */
class LinkCallsTest {
    private static final byte[] CONTROL = {'T', 'C', 4, 0};

    /** A seed by itself, for tests that make their own world. */
    public record Seed(long value) {}

    private final Map<Long, Integer> done = new TreeMap<>();
    private LinkPair pair;
    private long made;

    /** One client at one origin: some calls are answered at once, others some time. */
    private final class Server implements ClientHandler, FlowHandler {
        private final Client client;
        private final Set<Long> answered = new HashSet<>();
        private final List<Long> open = new ArrayList<>();
        private MessageSink sink;

        Server(Client client) {
            this.client = client;
            client.checkpoint(0, new byte[] {7});
            answered.addAll(client.calls().answered());
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            sink =
                    client.openFlow(
                            new FlowSpec(CONTROL, Optional.of(flow), Priority.COMMAND),
                            SinkListener.NONE);
            client.calls().open().forEach(this::outcomeUnknown);
            return Optional.of(this);
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            long call = number(message);
            done.merge(call, 1, Integer::sum);
            client.owes(call);
            open.add(call);
            if (pair.random.nextBoolean()) {
                answerOne();
            }
        }

        @Override
        public void onRepeated(Message message, long lostBefore) {
            outcomeUnknown(number(message));
        }

        private void outcomeUnknown(long call) {
            if (answered.add(call)) {
                client.owes(call);
                answer(call);
            }
        }

        void answerOne() {
            if (!open.isEmpty()) {
                answer(open.remove(pair.random.nextInt(open.size())));
            }
        }

        private void answer(long call) {
            byte[] bytes = new byte[pair.random.nextInt(4) == 0 ? 40_000 : 8];
            ByteBuffer.wrap(bytes).putLong(call);
            client.answer(sink, Message.of(bytes), Deadline.NONE, call);
        }

        @Override
        public void onClosed() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private final List<Server> servers = new ArrayList<>();

    private static long number(Message message) {
        return ByteBuffer.wrap(message.toBytes()).getLong();
    }

    private void anotherOrigin() {
        servers.clear();
        pair.serves(
                client -> {
                    Server server = new Server(client);
                    servers.add(server);
                    return server;
                });
    }

    private void call(MessageSink calls) {
        calls.write(Message.of(ByteBuffer.allocate(8).putLong(++made).array()), Deadline.NONE);
    }

    /**
     * A connection breaks, an origin dies, or one stops in order, in the middle of which it dies.
     */
    private void something(MessageSink calls) {
        boolean known = pair.origin.session.isEstablished();
        int what = pair.random.nextInt(4);
        if (what < 2 && known) {
            pair.cut(true);
            pair.reconnect();
            return;
        }
        if (what == 2 && known) {
            pair.leave(
                    () -> {
                        call(calls);
                        servers.forEach(Server::answerOne);
                        if (pair.random.nextInt(3) == 0) {
                            pair.cut(false);
                        }
                    });
        } else {
            pair.cut(false);
        }
        anotherOrigin();
        pair.edge.session.reconnect();
        pair.edge.written.reset();
    }

    @SeededTest(seeds = 200)
    void whateverBreaksEachCallIsAnsweredOnceAndDoneOnceAtMost(Seed seed) {
        pair = LinkPair.lasting(seed.value(), 10_000);
        pair.protocol = seed.value() % 2 == 0 ? Protocol.RTMFP : Protocol.RTMP;
        anotherOrigin();
        pair.settle();
        Carried client = pair.connect();
        MessageSink calls =
                client.direct
                        .far()
                        .openFlow(
                                new FlowSpec(CONTROL, Optional.empty(), Priority.COMMAND),
                                SinkListener.NONE);
        pair.settle();
        for (int i = 0; i < 200; i++) {
            call(calls);
            servers.forEach(Server::answerOne);
            pair.edge.capacity = pair.random.nextInt(60_000);
            pair.origin.capacity = pair.random.nextInt(60_000);
            switch (pair.random.nextInt(4)) {
                case 0 -> pair.pumpClients();
                case 1 -> pair.carry(pair.edge, pair.origin);
                case 2 -> pair.carry(pair.origin, pair.edge);
                default -> pair.run(100 * pair.random.nextInt(2));
            }
            if (pair.random.nextInt(12) == 0 && pair.edge.session.isEstablished()) {
                pair.edge.capacity = Integer.MAX_VALUE;
                pair.origin.capacity = Integer.MAX_VALUE;
                something(calls);
            }
        }
        pair.edge.capacity = Integer.MAX_VALUE;
        pair.origin.capacity = Integer.MAX_VALUE;
        for (int i = 0; i < 300; i++) {
            pair.settle();
            servers.forEach(Server::answerOne);
        }
        pair.run(2_000);
        Map<Long, Integer> answers = new TreeMap<>();
        client.clientHandler
                .flows()
                .forEach(
                        flow ->
                                flow.messages()
                                        .forEach(m -> answers.merge(number(m), 1, Integer::sum)));
        assertThat(answers).hasSize((int) made);
        assertThat(answers.values()).as("answered once").containsOnly(1);
        assertThat(done.values()).as("done once").containsOnly(1);
        assertThat(client.clientHandler.closed()).isEmpty();
        assertThat(pair.edge.session.sequence().bytes()).isZero();
        assertThat(pair.origin.session.sequence().bytes()).isZero();
    }
}
