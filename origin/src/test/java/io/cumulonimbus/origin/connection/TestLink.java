package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.session.Attaching;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.link.stream.StreamSource;
import io.cumulonimbus.net.loop.Loop;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** An edge's link to an origin, both ends in memory: what one writes the other reads at once. */
final class TestLink {
    private static final String SECRET = "secret";
    private static final long GRACE_NS = 10_000_000_000L;
    private static final int LARGEST_READ = 40_000;

    private final Loop loop;
    private final RandomGenerator random = new SplittableRandom(3);
    private final End edge = new End();
    private final End origin = new End();
    private boolean cut;

    /** One end and what it wrote. */
    private static class End implements LinkListener, ByteSink {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private LinkSession session;
        private boolean outputPending = true;

        void surrender() {
            session.surrender();
        }

        @Override
        public void onEstablished(String farNodeId) {}

        @Override
        public void onLost(LinkLoss reason) {
            throw new AssertionError("link lost: " + reason);
        }

        @Override
        public int room() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
        }
    }

    /** A link that is up, to an origin that gives its clients to {@code acceptor}. */
    TestLink(Loop loop, ClientAcceptor acceptor, StreamSource source) {
        this.loop = loop;
        edge.session =
                LinkSession.edge(
                        LinkConfig.of(LinkRole.EDGE, "edge", SECRET).withGrace(GRACE_NS),
                        edge,
                        () -> edge.outputPending = true,
                        random);
        origin.session =
                LinkSession.origin(
                        LinkConfig.of(LinkRole.ORIGIN, "origin", SECRET),
                        acceptor,
                        origin,
                        () -> origin.outputPending = true,
                        random);
        origin.session.streams().serves(source);
        edge.session.streams().handsOut(new TestHub(loop, edge.session));
        while (pump()) {}
    }

    /** What handles a client at the edge. */
    ClientHandler carry(Client local) {
        ClientHandler handler = edge.session.openSession(local);
        while (pump()) {}
        return handler;
    }

    /** The connection is lost, and both ends have noticed. */
    void cut() {
        cut = true;
        edge.session.hungUp();
        origin.session.hungUp();
        edge.written.reset();
        origin.written.reset();
    }

    /** The edge has another connection to the same origin. */
    void mend() {
        End fresh =
                new End() {
                    @Override
                    public boolean onAttach(Attaching wish) {
                        boolean known = origin.session.adopt(wish, loop.nowNs());
                        surrender();
                        return known;
                    }
                };
        fresh.session =
                LinkSession.origin(
                        LinkConfig.of(LinkRole.ORIGIN, "origin", SECRET),
                        client -> {
                            throw new AssertionError("a client of a stranger");
                        },
                        fresh,
                        () -> fresh.outputPending = true,
                        random);
        edge.session.reconnect();
        cut = false;
        while (carry(edge, fresh) | carry(fresh, edge)) {}
        while (pump()) {}
    }

    /** Carries what was written; answers whether anything moved. */
    boolean pump() {
        return !cut && (carry(edge, origin) | carry(origin, edge));
    }

    /** Lets the link notice the time; call it at least every second of the loop's time. */
    void advance() {
        edge.session.advance(loop.nowNs());
        origin.session.advance(loop.nowNs());
    }

    /** Fails when a callback of ours threw. */
    void verify() {
        long faults = edge.session.statistics().faults() + origin.session.statistics().faults();
        if (faults > 0) {
            throw new AssertionError(faults + " faults on the link");
        }
    }

    private boolean carry(End from, End to) {
        boolean moved = from.outputPending;
        if (moved) {
            from.outputPending = false;
            from.session.flush(from, loop.nowNs());
        }
        byte[] bytes = from.written.toByteArray();
        from.written.reset();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(LARGEST_READ));
            to.session.receive(bytes, at, length, loop.nowNs());
            at += length;
        }
        return moved;
    }
}
