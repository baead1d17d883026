package io.cumulonimbus.net.link;

import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkSecrets;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge's side of a link: dials an origin, and dials again, for as long as it is not stopped.
 * Owned by its loop.
 */
public final class LinkClient {
    /** While clients wait: one attempt of TCP's own, whose next ones come later and later. */
    private static final int HURRIED_TIMEOUT_MS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LinkClient.class);

    private final NettyLoop loop;
    private final OriginAddresses addresses;
    private volatile LinkConfig config;
    private final LinkListener listener;
    private final RandomGenerator random;
    private final BoundedHop hop;
    private final Redialling redialling;
    private final DeadlineTimer redial;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final DeadlineTimer patience;
    private Optional<LinkSession> session = Optional.empty();
    private Optional<LinkConnection> connection = Optional.empty();
    private String lastComplaint = "";
    private InetSocketAddress address;
    private final Dialling dialling;
    private final Scout scout;

    /** The connection to the origin that sessions go to next. */
    private Optional<SocketChannel> prepared = Optional.empty();

    private InetSocketAddress preparedAddress;
    private boolean stopping;

    private LinkClient(
            NettyLoop loop,
            List<InetSocketAddress> origins,
            LinkConfig config,
            LinkCipher cipher,
            LinkListener listener,
            RandomGenerator random) {
        this.loop = loop;
        this.addresses = new OriginAddresses(origins);
        this.config = Dump.watched(config);
        this.dialling = new Dialling(loop, cipher);
        this.scout = new Scout(loop, origins, config, dialling, random);
        this.listener = listener;
        this.random = random;
        this.hop = new BoundedHop(loop, 16);
        this.redialling = new Redialling(origins.size(), random);
        this.redial = new DeadlineTimer(loop, this::dial);
        this.patience = new DeadlineTimer(loop, this::passTime);
    }

    /** Proves itself with others from its next link on. Any thread. */
    public void trust(LinkSecrets secrets) {
        config = config.withSecrets(secrets);
        scout.trust(secrets);
    }

    /**
     * Begins to dial. Any thread.
     *
     * @param origins of which one at a time serves: who answered last is tried first, then the
     *     others in turn. A name that is not resolved is looked up for each attempt, and stands for
     *     all its addresses
     * @param config role edge, our name, the secret
     * @param cipher whether the link is encrypted
     * @param listener hears, on the loop, of each link that is established and each that is lost
     * @param random unpredictable and thread-safe
     */
    public static LinkClient start(
            NettyLoop loop,
            List<InetSocketAddress> origins,
            LinkConfig config,
            LinkCipher cipher,
            LinkListener listener,
            RandomGenerator random) {
        LinkClient client = of(loop, origins, config, cipher, listener, random);
        client.dialNow();
        return client;
    }

    /**
     * The same, which does not dial before {@link #dialNow} is called: for a listener that needs to
     * know the client when it hears of the first link.
     */
    public static LinkClient of(
            NettyLoop loop,
            List<InetSocketAddress> origins,
            LinkConfig config,
            LinkCipher cipher,
            LinkListener listener,
            RandomGenerator random) {
        return new LinkClient(loop, origins, config, cipher, listener, random);
    }

    /** Takes all clients away from an origin that is out of reach. On the loop only. */
    public List<Displaced> displaceAll() {
        assert loop.inLoop();
        return session.map(LinkSession::displaceAll).orElse(List.of());
    }

    /** Begins to dial; once. Any thread. */
    public void dialNow() {
        hop.insist(this::dial);
    }

    /** To one origin, encrypted where it leaves this machine. */
    public static LinkClient start(
            NettyLoop loop,
            InetSocketAddress origin,
            LinkConfig config,
            LinkListener listener,
            RandomGenerator random) {
        return start(loop, List.of(origin), config, LinkCipher.AUTO, listener, random);
    }

    /** The link as it is now, when both ends have proved themselves. On the loop only. */
    public Optional<LinkSession> session() {
        assert loop.inLoop();
        return session.filter(LinkSession::isEstablished);
    }

    private void dial() {
        addresses.next().thenAccept(found -> hop.insist(() -> connect(found)));
    }

    private void connect(InetSocketAddress to) {
        if (stopping) {
            return;
        }
        address = to;
        if (to.isUnresolved()) {
            failed("the address of " + to.getHostString() + " is unknown");
            return;
        }
        int patienceMs = isAwaited() ? HURRIED_TIMEOUT_MS : Dialling.TIMEOUT_MS;
        dialling.dial(to, patienceMs)
                .addListener(
                        (ChannelFuture done) -> connected((SocketChannel) done.channel(), done));
    }

    private void connected(SocketChannel channel, ChannelFuture done) {
        if (!done.isSuccess()) {
            channel.close();
            failed(String.valueOf(done.cause().getMessage()));
        } else if (stopping) {
            channel.close();
        } else {
            converse(channel);
        }
    }

    private void converse(SocketChannel channel) {
        if (isAwaited()) {
            session.get().reconnect();
        } else {
            session = Optional.of(LinkSession.edge(config, new Heard(), this::wake, random));
        }
        LinkConnection made = dialling.converse(channel, session.get());
        connection = Optional.of(made);
        channel.closeFuture().addListener(closed -> closed(made));
        made.outputPending();
    }

    /**
     * An origin is gone for good, whatever its connection says: it is dialled no more, and what it
     * has of this link goes on with the next one. Any thread.
     *
     * @param gone as it was given at the start
     */
    public void moveOn(InetSocketAddress gone) {
        hop.insist(
                () -> {
                    boolean there = addresses.forget(gone, address);
                    if (there && connection.isPresent() && !stopping) {
                        session.ifPresent(LinkSession::hungUp);
                    }
                });
    }

    // ---- from an origin that is going to stop to one that stays ----

    private void look() {
        LOG.info("The origin at {} is going to stop", address);
        scout.start(address, this::prepare);
    }

    /** Another origin stays: the present one is left as soon as there is a connection to it. */
    private void prepare(InetSocketAddress to) {
        dialling.dial(to, Dialling.TIMEOUT_MS)
                .addListener(
                        (ChannelFuture done) -> {
                            boolean leaves = session.filter(LinkSession::isFarDraining).isPresent();
                            if (done.isSuccess() && leaves && !stopping) {
                                LOG.info("Going on with the origin at {}", to);
                                prepared = Optional.of((SocketChannel) done.channel());
                                preparedAddress = to;
                                session.get().leave();
                            } else {
                                done.channel().close();
                            }
                        });
    }

    /** The present origin has said all. */
    private void change() {
        if (prepared.isEmpty() || stopping) {
            prepared.ifPresent(SocketChannel::close);
            return;
        }
        SocketChannel channel = prepared.get();
        prepared = Optional.empty();
        connection = Optional.empty();
        if (isAwaited() && channel.isActive()) {
            address = preparedAddress;
            converse(channel);
        } else {
            channel.close();
            redial.set(loop.nowNs());
        }
    }

    /** Whether clients wait for the next connection. */
    private boolean isAwaited() {
        return session.filter(LinkSession::isSuspended).isPresent();
    }

    private long nextDialNs() {
        return loop.nowNs() + redialling.next(isAwaited());
    }

    private void wake() {
        connection.ifPresent(LinkConnection::outputPending);
    }

    /** Lets the time of a session without a connection pass. */
    private void passTime() {
        session.ifPresent(waiting -> patience.set(waiting.advance(loop.nowNs())));
    }

    /** What happens to the present link. */
    private final class Heard implements LinkListener {
        private boolean established;

        @Override
        public void onEstablished(String farNodeId) {
            established = true;
            up(farNodeId);
            listener.onEstablished(farNodeId);
        }

        @Override
        public void onSuspended(LinkLoss reason) {
            patience.set(loop.nowNs());
            listener.onSuspended(reason);
            if (prepared.isEmpty()) {
                complain(reason + "; clients are kept for a while");
            } else {
                // The session is in the middle of something, and must not hear of this end later.
                connection.ifPresent(LinkConnection::abandon);
                hop.insist(LinkClient.this::change);
            }
        }

        @Override
        public void onResumed() {
            up(session.map(LinkSession::farNodeId).orElse(""));
            listener.onResumed();
        }

        @Override
        public void onMoved() {
            listener.onMoved();
        }

        @Override
        public void onElsewhere(Displaced session) {
            listener.onElsewhere(session);
        }

        @Override
        public void onExpected(String home) {
            listener.onExpected(home);
        }

        @Override
        public void onDraining() {
            listener.onDraining();
            look();
        }

        private void up(String farNodeId) {
            LOG.info("Link with origin {} at {}", farNodeId, address);
            lastComplaint = "";
            redialling.linked();
            addresses.answered(address);
            scout.stop();
            if (session.filter(LinkSession::isFarDraining).isPresent()) {
                look();
            }
        }

        @Override
        public void onLost(LinkLoss reason) {
            session = Optional.empty();
            patience.cancel();
            scout.stop();
            prepared.ifPresent(SocketChannel::close);
            prepared = Optional.empty();
            if (stopping) {
                LOG.debug("Link with {} is over: {}", address, reason);
            } else {
                complain(reason.toString());
            }
            if (established) {
                listener.onLost(reason);
            }
        }
    }

    private void closed(LinkConnection which) {
        if (connection.filter(which::equals).isEmpty()) {
            return; // it was left for another one
        }
        connection = Optional.empty();
        if (stopping) {
            stopped.complete(null);
        } else if (prepared.isEmpty()) {
            redial.set(nextDialNs());
        }
    }

    private void failed(String why) {
        if (!stopping) {
            complain(why);
            redial.set(nextDialNs());
        }
    }

    /** The same trouble is told once, however often it comes back. */
    private void complain(String why) {
        if (!why.equals(lastComplaint)) {
            lastComplaint = why;
            LOG.warn("No link with the origin at {}: {}; trying again", address, why);
        }
    }

    /** Ends the link in order and dials no more. Any thread; done when the connection is closed. */
    public CompletableFuture<Void> stop(Duration grace) {
        hop.insist(this::beginStop);
        return stopped.copy()
                .completeOnTimeout(null, Math.max(1, grace.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void beginStop() {
        if (stopping) {
            return;
        }
        stopping = true;
        scout.stop();
        redial.cancel();
        patience.cancel();
        if (connection.isEmpty()) {
            session.ifPresent(LinkSession::close);
            stopped.complete(null);
        } else {
            connection.get().close();
        }
    }
}
