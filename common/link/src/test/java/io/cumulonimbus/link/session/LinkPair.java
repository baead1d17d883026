package io.cumulonimbus.link.session;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.testkit.DirectClients;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SimClock;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** An edge and an origin joined by a pipe of bytes that a test can cut, narrow and watch. */
final class LinkPair {
    /** One end: its session, what it wrote, what it heard. */
    static class End implements LinkListener, ByteSink {
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        LinkSession session;
        Optional<String> established = Optional.empty();
        Optional<LinkLoss> lost = Optional.empty();
        int capacity = Integer.MAX_VALUE;
        boolean outputPending = true;
        int suspensions;
        int resumptions;
        int moves;
        final List<Displaced> displaced = new ArrayList<>();
        final List<String> expected = new ArrayList<>();

        @Override
        public void onExpected(String home) {
            expected.add(home);
        }

        @Override
        public void onElsewhere(Displaced session) {
            displaced.add(session);
        }

        @Override
        public void onEstablished(String farNodeId) {
            established = Optional.of(farNodeId);
        }

        @Override
        public void onMoved() {
            moves++;
        }

        @Override
        public void onSuspended(LinkLoss reason) {
            suspensions++;
        }

        @Override
        public void onResumed() {
            resumptions++;
        }

        @Override
        public void onLost(LinkLoss reason) {
            if (lost.isPresent()) {
                throw new AssertionError("lost twice");
            }
            lost = Optional.of(reason);
        }

        @Override
        public int room() {
            return capacity - written.size();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
        }

        byte[] take() {
            byte[] all = written.toByteArray();
            written.reset();
            return all;
        }
    }

    /** One client behind the edge: its two direct ends, and the origin's side of it. */
    static final class Carried {
        DirectClients direct;
        Client atOrigin;
        RecordingHandler originHandler = new RecordingHandler();
        RecordingHandler clientHandler = new RecordingHandler();
    }

    final SimClock clock = new SimClock();
    final End edge = new End();
    final End origin = new End();
    final List<Carried> carried = new ArrayList<>();
    final RandomGenerator random;
    Protocol protocol = Protocol.RTMFP;
    private final List<Carried> expected = new ArrayList<>();
    private final ClientAcceptor acceptor;
    private final LinkConfig ofOrigin;

    LinkPair(long seed) {
        this(seed, "secret", "secret", LinkLimits.DEFAULT);
    }

    LinkPair(long seed, String edgeSecret, String originSecret, LinkLimits limits) {
        this(
                seed,
                config(LinkRole.EDGE, edgeSecret, limits),
                config(LinkRole.ORIGIN, originSecret, limits));
    }

    LinkPair(long seed, LinkConfig ofEdge, LinkConfig ofOrigin) {
        random = new SplittableRandom(seed);
        this.ofOrigin = ofOrigin;
        acceptor =
                client -> {
                    Carried newcomer = expected.isEmpty() ? known(client) : expected.remove(0);
                    newcomer.atOrigin = client;
                    return newcomer.originHandler;
                };
        edge.session = LinkSession.edge(ofEdge, edge, () -> edge.outputPending = true, random);
        origin.session =
                LinkSession.origin(
                        ofOrigin, acceptor, origin, () -> origin.outputPending = true, random);
    }

    static LinkConfig config(LinkRole role, String secret, LinkLimits limits) {
        return LinkConfig.of(role, role.name().toLowerCase(), secret).withLimits(limits);
    }

    static ClientIdentity identity(int number) {
        return identity(Protocol.RTMFP, number);
    }

    private static ClientIdentity identity(Protocol protocol, int number) {
        byte[] peerId = new byte[32];
        peerId[0] = (byte) number;
        return new ClientIdentity(
                protocol, peerId, "rtmfp://host/app", new byte[] {1}, new byte[] {2, 3});
    }

    /** With sessions that outlive their connections by {@code graceMs}. */
    static LinkPair lasting(long seed, long graceMs) {
        return new LinkPair(
                seed,
                config(LinkRole.EDGE, "s", LinkLimits.DEFAULT).withGrace(graceMs * 1_000_000),
                config(LinkRole.ORIGIN, "s", LinkLimits.DEFAULT));
    }

    /** Breaks the connection: some of what is under way arrives before, the rest never. */
    void cut(boolean originNotices) {
        part(edge, origin);
        part(origin, edge);
        edge.session.hungUp();
        if (originNotices) {
            origin.session.hungUp();
        }
    }

    private void part(End from, End to) {
        from.session.flush(from, clock.nowNs());
        byte[] bytes = from.take();
        to.session.receive(bytes, 0, random.nextInt(bytes.length + 1), clock.nowNs());
    }

    /** Puts a new origin in place of this one, whose clients go there. */
    void serves(ClientAcceptor taking) {
        origin.session =
                LinkSession.origin(
                        ofOrigin, taking, origin, () -> origin.outputPending = true, random);
        origin.written.reset();
    }

    /** Has flows at a new origin, in place of this one, taken so. */
    void takes(Function<IncomingFlow, Optional<FlowHandler>> taker) {
        ClientAcceptor taking =
                client -> {
                    client.checkpoint(0, new byte[] {7});
                    return new ClientHandler() {
                        @Override
                        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
                            return taker.apply(flow);
                        }

                        @Override
                        public void onClosed(CloseReason reason) {}
                    };
                };
        serves(taking);
    }

    private Carried known(Client client) {
        Carried moved =
                carried.stream()
                        .filter(one -> one.direct.near().identity().equals(client.identity()))
                        .findFirst()
                        .orElseGet(Carried::new);
        moved.originHandler = new RecordingHandler();
        return moved;
    }

    /** The origin's process is gone with all it knew; another one is there. */
    void restartOrigin() {
        part(edge, origin);
        part(origin, edge);
        edge.session.hungUp();
        origin.session =
                LinkSession.origin(
                        ofOrigin, acceptor, origin, () -> origin.outputPending = true, random);
        origin.established = Optional.empty();
        origin.written.reset();
        edge.session.reconnect();
        edge.written.reset();
    }

    /**
     * The origin stops in order, and the edge leaves it; both may do what they like meanwhile.
     * Another origin is to follow.
     */
    void leave(Runnable meanwhile) {
        origin.session.drain();
        settle();
        edge.session.leave();
        for (int i = 0; !edge.session.isSuspended(); i++) {
            meanwhile.run();
            run(100);
            if (i > 20) {
                throw new AssertionError("the edge does not get away");
            }
        }
        origin.lost = Optional.empty();
    }

    /** A new connection from the edge to the same origin. */
    void reconnect() {
        End fresh =
                new End() {
                    @Override
                    public boolean onAttach(Attaching wish) {
                        if (!origin.session.adopt(wish, clock.nowNs())) {
                            throw new AssertionError("not adopted");
                        }
                        session.surrender();
                        return true;
                    }
                };
        fresh.session =
                LinkSession.origin(
                        ofOrigin, acceptor, fresh, () -> fresh.outputPending = true, random);
        edge.session.reconnect();
        edge.written.reset();
        for (int i = 0; i < 4; i++) {
            carry(edge, fresh);
            carry(fresh, edge);
        }
        if (fresh.session.loss().isEmpty()) {
            throw new AssertionError("the origin did not recognise the edge");
        }
        origin.written.reset();
    }

    /** Connects one more client to the edge and settles. */
    Carried connect() {
        Carried newcomer = connectQuietly();
        settle();
        return newcomer;
    }

    /** The same as somebody else. */
    Carried connect(ClientIdentity identity) {
        Carried newcomer = connectQuietly(identity);
        settle();
        return newcomer;
    }

    /** As {@link #connect}, without settling. */
    Carried connectQuietly() {
        return connectQuietly(identity(protocol, carried.size()));
    }

    private Carried connectQuietly(ClientIdentity identity) {
        Carried newcomer = new Carried();
        newcomer.direct = new DirectClients(identity, new InetSocketAddress("192.0.2.7", 5000));
        newcomer.direct.roundTripNs(30_000_000);
        newcomer.direct.handlers(
                edge.session.openSession(newcomer.direct.near()), newcomer.clientHandler);
        carried.add(newcomer);
        expected.add(newcomer);
        return newcomer;
    }

    /** Runs everything at the present moment until nothing moves. */
    void settle() {
        boolean moved = true;
        for (int i = 0; moved; i++) {
            moved = pumpClients() | carry(edge, origin) | carry(origin, edge);
            if (i > 100_000) {
                throw new AssertionError("never settles");
            }
        }
    }

    boolean pumpClients() {
        boolean moved = false;
        for (Carried client : carried) {
            moved |= client.direct.pump();
        }
        return moved;
    }

    /** One flush of one end and its bytes carried over, cut at random. */
    boolean carry(End from, End to) {
        boolean pending = from.outputPending || from.written.size() > 0;
        from.outputPending = false;
        from.session.flush(from, clock.nowNs());
        byte[] bytes = from.take();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(40_000));
            to.session.receive(bytes, at, length, clock.nowNs());
            at += length;
        }
        return pending || bytes.length > 0;
    }

    /** Lets time pass in small steps, both ends alive. */
    void run(long ms) {
        for (long i = 0; i < ms; i += 100) {
            clock.advanceMs(100);
            edge.session.advance(clock.nowNs());
            origin.session.advance(clock.nowNs());
            settle();
        }
    }
}
