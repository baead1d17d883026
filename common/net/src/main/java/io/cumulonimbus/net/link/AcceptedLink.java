package io.cumulonimbus.net.link;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.ForwardingHandler;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.session.Attaching;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tls.LinkTls;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link that an origin accepted, from its first byte to its end. Owned by its loop. */
final class AcceptedLink implements LinkListener {
    /** An edge tells how it is each second: one that has missed three is not well. */
    private static final long STALE_NS = 3_500_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);

    private final NettyLoop loop;
    private final BoundedHop hop;
    private final LinkServer.Setup setup;
    private final LinkTls tls;
    private final SparseLog complaints;
    private final String from;
    private final Links links;
    private final DeadlineTimer patience;
    private LinkSession session;
    private SocketChannel socket;
    private LinkConnection connection;
    private volatile boolean suspended;
    private final AtomicInteger clients = new AtomicInteger();
    private volatile String name = "";
    private volatile boolean over;
    private volatile boolean edge = true;
    private volatile Optional<Told> told = Optional.empty();

    /** What the edge told, and when, on the loop's clock. */
    private record Told(EdgeLoad load, long ns) {}

    AcceptedLink(
            NettyLoop loop,
            SocketChannel socket,
            LinkServer.Setup setup,
            LinkTls tls,
            Links links,
            SparseLog complaints) {
        this.tls = tls;
        this.links = links;
        this.loop = loop;
        this.hop = new BoundedHop(loop, 4);
        this.patience = new DeadlineTimer(loop, this::passTime);
        this.socket = socket;
        this.setup = setup;
        this.complaints = complaints;
        this.from = String.valueOf(socket.remoteAddress());
        this.connection = new LinkConnection(loop, socket);
        watch(socket);
    }

    /** Begins the handshake; the socket is registered with the loop. */
    void start() {
        session =
                LinkSession.origin(
                        Dump.watched(setup.config()),
                        counting(setup.acceptors().apply(loop)),
                        this,
                        () -> connection.outputPending(),
                        setup.random());
        if (links.isDraining()) {
            session.drain();
        }
        session.streams().serves(setup.sources().apply(loop));
        session.routes().knownBy(setup.routers().apply(loop));
        session.questions().answeredBy(setup.respondents().apply(loop));
        session.peers().foundBy(setup.finders().apply(loop));
        connection.startSniffing(tls, setup.cipher().isDemanded(socket.remoteAddress()), session);
    }

    /** A link is there as long as its socket or its sessions. */
    private void watch(SocketChannel watched) {
        watched.closeFuture()
                .addListener(
                        closed -> {
                            if (watched == socket && !suspended) {
                                links.gone(this);
                            }
                        });
    }

    /** Lets the time of sessions without a connection pass. */
    private void passTime() {
        patience.set(session.advance(loop.nowNs()));
    }

    @Override
    public boolean onAttach(Attaching wish) {
        Optional<AcceptedLink> known = links.find(wish.key());
        if (known.isEmpty()) {
            return false;
        }
        // The session may be in the middle of something, so that is done behind it.
        hop.insist(() -> handOver(known.get(), wish));
        return true;
    }

    private void handOver(AcceptedLink known, Attaching wish) {
        SocketChannel moving = socket;
        connection.release();
        session.surrender();
        links.gone(this);
        moving.deregister().addListener(free -> known.hop.insist(() -> known.take(moving, wish)));
    }

    /** The edge came back, on a socket that is registered nowhere. */
    private void take(SocketChannel other, Attaching wish) {
        SocketChannel before = socket;
        loop.eventLoop()
                .register(other)
                .addListener(
                        registered -> {
                            if (!registered.isSuccess() || session.loss().isPresent()) {
                                other.close(); // the edge will come again, as a stranger
                                return;
                            }
                            if (before.isActive()) {
                                connection.release();
                            }
                            socket = other;
                            before.close();
                            watch(other);
                            connection = new LinkConnection(loop, other);
                            session.adopt(wish, loop.nowNs());
                            connection.start(session);
                            other.config().setAutoRead(true);
                        });
    }

    @Override
    public void onSuspended(LinkLoss reason) {
        suspended = true;
        LOG.warn(
                "Link with {} {} at {}: {}; its clients are kept for a while",
                kind(),
                name,
                from,
                reason);
        patience.set(loop.nowNs());
        setup.edgesChanged().run();
    }

    @Override
    public void onResumed() {
        suspended = false;
        patience.cancel();
        LOG.info("Link with {} {} goes on", kind(), name);
        setup.edgesChanged().run();
    }

    private ClientAcceptor counting(ClientAcceptor acceptor) {
        return client -> {
            clients.incrementAndGet();
            return new Counted(acceptor.accept(client));
        };
    }

    /** Counts a client until its end. */
    private final class Counted extends ForwardingHandler {
        Counted(ClientHandler handler) {
            super(handler);
        }

        @Override
        public void onClosed(CloseReason reason) {
            clients.decrementAndGet();
            super.onClosed(reason);
        }
    }

    /** How many clients are here through it. Any thread. */
    int clients() {
        return clients.get();
    }

    /** Where the far end is, host and port. */
    String address() {
        return from.substring(from.indexOf('/') + 1);
    }

    /** What the far end calls itself; empty before it has proved the secret. Any thread. */
    String name() {
        return name;
    }

    /** Whether the far end is an edge, not another origin. Any thread. */
    boolean isEdge() {
        return edge;
    }

    /** What the far end is, for people. */
    private String kind() {
        return edge ? "edge" : "origin";
    }

    /** Whether the far end has proved the secret, and the link is not over. Any thread. */
    boolean isProven() {
        return !name.isEmpty() && !over && !suspended;
    }

    /** What the edge told last, unless that is too long ago to be true. Any thread. */
    Optional<EdgeLoad> load() {
        return told.filter(last -> loop.nowNs() - last.ns() < STALE_NS).map(Told::load);
    }

    @Override
    public void onEstablished(String farNodeId) {
        // Edges may have the same name, but the links of one have the same instance.
        edge = session.farRole() == LinkRole.EDGE;
        name = farNodeId + "-" + Long.toHexString(session.farInstance());
        links.known(session.key(), this);
        LOG.info("Link with {} {} at {}", kind(), name, from);
    }

    @Override
    public void onLoad(EdgeLoad load) {
        told = Optional.of(new Told(load, loop.nowNs()));
        setup.edgesChanged().run();
    }

    @Override
    public void onLost(LinkLoss reason) {
        over = true;
        suspended = false;
        patience.cancel();
        links.forget(session);
        if (!socket.isActive()) {
            links.gone(this);
        }
        setup.edgesChanged().run();
        if (!name.isEmpty()) {
            LOG.info("Link with {} {} at {} is over: {}", kind(), name, from, reason);
        } else {
            complaints.warn("Refused a link from " + from + ": " + reason);
        }
    }

    /** Tells the edge where clients of its belong soon. Any thread. */
    void expect(RouteAnswer home) {
        hop.insist(() -> session.routes().expect(home));
    }

    /** Tells the edge that we are going to stop. Any thread. */
    void drain() {
        hop.insist(() -> session.drain());
    }

    /** What it has seen; fails when too many ask at once. Any thread. */
    CompletableFuture<LinkStatistics> statistics() {
        CompletableFuture<LinkStatistics> answer = new CompletableFuture<>();
        if (!hop.offer(() -> answer.complete(session.statistics()))) {
            answer.completeExceptionally(new IllegalStateException("too many questions"));
        }
        return answer;
    }

    /** Ends it in order. Any thread; done when the connection is closed. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        hop.insist(
                () -> {
                    socket.closeFuture().addListener(done -> closed.complete(null));
                    patience.cancel();
                    session.close();
                });
        return closed;
    }

    /** Ends it at once. Any thread. */
    void hangUp() {
        hop.insist(() -> socket.close());
    }

    /** Whether the far end has never proved the secret. Any thread. */
    boolean isStranger() {
        return name.isEmpty();
    }
}
