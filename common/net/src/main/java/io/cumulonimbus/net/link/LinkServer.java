package io.cumulonimbus.net.link;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkSecrets;
import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.link.PeerFinder;
import io.cumulonimbus.link.ask.Respondent;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.Router;
import io.cumulonimbus.link.stream.StreamSource;
import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.ListeningSocket;
import io.cumulonimbus.net.tls.LinkTls;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The origin's door for edges: accepts TCP connections, has them prove the secret, and hands their
 * clients on.
 */
public final class LinkServer implements Gateway {
    /** Connections that have not proved the secret yet; the session limits their time. */
    static final int MAX_UNPROVEN = 64;

    /** Links at once; a cluster has some tens. */
    private static final int MAX_LINKS = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);

    private final Loops loops;
    private volatile Setup setup;
    private final LinkTls tls;
    private final ListeningSocket socket;
    private final SparseLog complaints = new SparseLog(LOG);
    private final Links links = new Links();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private int next;

    /**
     * What is the same for all links.
     *
     * @param config role origin, our name, the secrets
     * @param cipher which links must be encrypted
     * @param acceptors answers who takes the clients behind links of a loop
     * @param random unpredictable and thread-safe
     * @param sources answers where the links of a loop get streams from
     * @param finders answers who finds the peers that clients behind links of a loop ask for
     * @param routers answers who knows where clients of edges belong, for links of a loop
     * @param respondents answers who answers what another origin asks, for each of its links
     * @param edgesChanged called, on any loop, when {@link #edges} may answer something else
     */
    public record Setup(
            LinkConfig config,
            LinkCipher cipher,
            Function<Loop, ClientAcceptor> acceptors,
            RandomGenerator random,
            Function<Loop, StreamSource> sources,
            Function<Loop, PeerFinder> finders,
            Function<Loop, Router> routers,
            Function<Loop, Respondent> respondents,
            Runnable edgesChanged) {
        /**
         * No streams, no peers, nobody is told of changes; what is encrypted is encrypted as usual.
         */
        public Setup(
                LinkConfig config,
                Function<Loop, ClientAcceptor> acceptors,
                RandomGenerator random) {
            this(
                    config,
                    LinkCipher.AUTO,
                    acceptors,
                    random,
                    loop -> StreamSource.NONE,
                    loop -> PeerFinder.NONE,
                    loop -> Router.ALONE,
                    loop -> Respondent.NOBODY,
                    () -> {});
        }
    }

    /** Believes others from now on; links that there are stay. Any thread. */
    public void trust(LinkSecrets secrets) {
        Setup old = setup;
        setup =
                new Setup(
                        old.config.withSecrets(secrets),
                        old.cipher,
                        old.acceptors,
                        old.random,
                        old.sources,
                        old.finders,
                        old.routers,
                        old.respondents,
                        old.edgesChanged);
    }

    private LinkServer(Loops loops, Setup setup) {
        this.loops = loops;
        this.setup = setup;
        this.tls = LinkTls.server(setup.random());
        this.socket = new ListeningSocket(loops, complaints, this::accept);
    }

    /** Starts to listen; fails with {@link PortUnavailableException}. Any thread. */
    public static CompletableFuture<LinkServer> start(
            Loops loops, InetSocketAddress address, Setup setup) {
        LinkServer server = new LinkServer(loops, setup);
        return server.socket.bind(address).thenApply(bound -> server);
    }

    private void accept(SocketChannel connection) {
        long unproven = links.strangers();
        if (stopping.get() || links.all().size() >= MAX_LINKS || unproven >= MAX_UNPROVEN) {
            complaints.warn(
                    "Refused a link from "
                            + connection.remoteAddress()
                            + ": too many, or we are stopping");
            connection.unsafe().closeForcibly();
            return;
        }
        NettyLoop loop = loops.loop(Math.floorMod(next++, loops.size()));
        AcceptedLink link = new AcceptedLink(loop, connection, setup, tls, links, complaints);
        links.add(link);
        LinkConnection.configure(connection);
        connection.pipeline().addLast(new Starter(link));
        loop.eventLoop()
                .register(connection)
                .addListener(
                        registered -> {
                            if (!registered.isSuccess()) {
                                links.gone(link);
                                connection.unsafe().closeForcibly();
                            }
                        });
    }

    /** Starts a link before anything can be read: who waits to be told may be too late. */
    private static final class Starter extends ChannelInitializer<SocketChannel> {
        private final AcceptedLink link;

        Starter(AcceptedLink link) {
            this.link = link;
        }

        @Override
        protected void initChannel(SocketChannel connection) {
            link.start();
        }
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return List.of(socket.address());
    }

    /** The edges that have proved the secret, each once, at this moment. Any thread. */
    public List<LinkedEdge> edges() {
        Map<String, LinkedEdge> edges = new TreeMap<>();
        links.all().stream()
                .filter(AcceptedLink::isProven)
                .filter(AcceptedLink::isEdge)
                .map(
                        link ->
                                new LinkedEdge(
                                        link.name(), link.address(), link.clients(), link.load()))
                .forEach(link -> edges.merge(link.name(), link, LinkServer::together));
        return List.copyOf(edges.values());
    }

    private static LinkedEdge together(LinkedEdge one, LinkedEdge other) {
        return new LinkedEdge(
                one.name(),
                one.address().compareTo(other.address()) < 0 ? one.address() : other.address(),
                one.clients() + other.clients(),
                one.load().or(other::load));
    }

    /** What the links of edges have seen that have proved the secret. Any thread. */
    public List<CompletableFuture<LinkStatistics>> statistics() {
        return links.all().stream()
                .filter(AcceptedLink::isProven)
                .map(AcceptedLink::statistics)
                .toList();
    }

    /** Connections that have proved the secret, at this moment. Any thread. */
    public int links() {
        return (int) links.all().stream().filter(AcceptedLink::isProven).count();
    }

    /** Connections, proven or not, at this moment. Any thread. */
    public int connections() {
        return links.all().size();
    }

    /**
     * We are going to stop: edges that know another origin take their clients there. Any thread.
     */
    public void drain() {
        links.drain();
    }

    /**
     * Clients belong to another origin soon: edges have a link there by then. Any thread.
     *
     * @param home where that one receives edges
     */
    public void expect(RouteAnswer home) {
        links.all().stream()
                .filter(link -> link.isProven() && link.isEdge())
                .forEach(link -> link.expect(home));
    }

    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        if (stopping.compareAndSet(false, true)) {
            socket.close()
                    .thenCompose(done -> closeLinks(grace))
                    .thenRun(() -> links.all().forEach(AcceptedLink::hangUp))
                    .thenRun(() -> stopped.complete(null));
        }
        return stopped;
    }

    private CompletableFuture<Void> closeLinks(Duration grace) {
        return CompletableFuture.allOf(
                        links.all().stream()
                                .map(AcceptedLink::close)
                                .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, Math.max(1, grace.toMillis()), TimeUnit.MILLISECONDS);
    }
}
