package io.cumulonimbus.fuzz;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.testkit.DirectClients;
import io.cumulonimbus.testkit.RecordingHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The frames of a link, to an origin and to an edge: those of the handshake to ends that know
 * nobody, the others to ends that are joined. The first byte of an input says which.
 */
final class LinkTarget implements Target {
    private static final long NOW = 1_000_000_000L;
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.7", 5000);

    private List<byte[]> seeds;

    @Override
    public String name() {
        return "link";
    }

    @Override
    public int weight() {
        return 10;
    }

    @Override
    public long allocation() {
        return 1 << 20;
    }

    @Override
    public byte[] input(RandomGenerator random) {
        if (seeds == null) {
            seeds = record();
        }
        byte[] spoiled = Spoiler.spoil(seeds, random);
        if (spoiled.length > 0 && random.nextInt(8) > 0) {
            spoiled[0] &= 3;
        }
        return spoiled;
    }

    @Override
    public void run(byte[] input) {
        Pair pair = new Pair();
        if (input.length == 0) {
            return;
        }
        boolean joined = (input[0] & 2) == 0;
        if (joined) {
            pair.carry(false);
            pair.connect();
        }
        End end = (input[0] & 1) == 0 ? pair.origin : pair.edge;
        int half = 1 + (input.length - 1) / 2;
        end.session.receive(input, 1, half - 1, NOW);
        end.session.receive(input, half, input.length - half, NOW);
        end.session.flush(end, NOW);
        Require.that(end.written.size() <= 4096 + 4 * input.length, "says " + end.written.size());
        pair.origin.session.hungUp();
        pair.edge.session.hungUp();
        pair.client.pump();
        pair.handlers.forEach(RecordingHandler::verify);
        Require.that(end.lost.isPresent(), "not told of the end");
        Require.that(
                pair.handlers.stream().allMatch(handler -> handler.closed().isPresent()),
                "a client that nobody told");
    }

    /** A conversation: the handshake of both ends, then what a client says and hears. */
    private static List<byte[]> record() {
        List<byte[]> all = new ArrayList<>();
        Pair pair = new Pair();
        pair.recorded = all;
        pair.carry(true);
        pair.connect();
        Client far = pair.client.far();
        MessageSink up =
                far.openFlow(
                        new FlowSpec(new byte[] {84, 67, 4, 0}, Optional.empty(), Priority.COMMAND),
                        SinkListener.NONE);
        for (int i = 0; i < 5; i++) {
            up.write(Message.of(new byte[20 * i]), Deadline.finishWithin(500));
            pair.carry(false);
        }
        up.close();
        far.close(CloseReason.NEAR_CLOSED);
        pair.carry(false);
        return all;
    }

    /** One end of the link. */
    private static final class End implements LinkListener, ByteSink {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private Optional<LinkLoss> lost = Optional.empty();
        private LinkSession session;

        @Override
        public void onEstablished(String farNodeId) {}

        @Override
        public void onLost(LinkLoss reason) {
            Require.that(lost.isEmpty(), "lost twice");
            lost = Optional.of(reason);
        }

        @Override
        public int room() {
            return 1 << 20;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
        }
    }

    /** Both ends, and a client behind the edge. */
    private static final class Pair {
        private final RandomGenerator random = new SplittableRandom(1);
        private final End edge = new End();
        private final End origin = new End();
        private final List<RecordingHandler> handlers = new ArrayList<>();
        private final DirectClients client;
        private List<byte[]> recorded = new ArrayList<>();

        Pair() {
            ClientIdentity identity =
                    new ClientIdentity(
                            Protocol.RTMFP, new byte[32], "rtmfp://h/a", new byte[1], new byte[1]);
            client = new DirectClients(identity, ADDRESS);
            edge.session =
                    LinkSession.edge(
                            LinkConfig.of(LinkRole.EDGE, "edge", "secret"), edge, () -> {}, random);
            origin.session =
                    LinkSession.origin(
                            LinkConfig.of(LinkRole.ORIGIN, "origin", "secret"),
                            newcomer -> added(),
                            origin,
                            () -> {},
                            random);
        }

        private RecordingHandler added() {
            RecordingHandler handler = new RecordingHandler();
            handlers.add(handler);
            return handler;
        }

        void connect() {
            client.handlers(edge.session.openSession(client.near()), added());
            carry(false);
        }

        /** Until nobody has anything to say. */
        void carry(boolean handshake) {
            boolean moved = true;
            while (moved) {
                moved = client.pump();
                moved |= carry(edge, origin, handshake ? 2 : 0);
                moved |= carry(origin, edge, handshake ? 3 : 1);
            }
        }

        private boolean carry(End from, End to, int kind) {
            from.session.flush(from, NOW);
            byte[] bytes = from.written.toByteArray();
            from.written.reset();
            to.session.receive(bytes, 0, bytes.length, NOW);
            if (bytes.length > 0) {
                byte[] seed = new byte[1 + bytes.length];
                seed[0] = (byte) kind;
                System.arraycopy(bytes, 0, seed, 1, bytes.length);
                recorded.add(seed);
            }
            return bytes.length > 0;
        }
    }
}
