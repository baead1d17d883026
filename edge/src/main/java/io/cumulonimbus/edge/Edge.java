package io.cumulonimbus.edge;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.LinkTlsMode;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.RtmpLimits;
import io.cumulonimbus.config.SessionsConfig;
import io.cumulonimbus.config.UplinkConfig;
import io.cumulonimbus.config.WatchConfig;
import io.cumulonimbus.config.WebConfig;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.LinkSecrets;
import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.net.doors.DoorPorts;
import io.cumulonimbus.net.doors.RtmpListeners;
import io.cumulonimbus.net.gateway.Departure;
import io.cumulonimbus.net.limits.AllowingAcceptor;
import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.roster.Roster;
import io.cumulonimbus.net.rpc.WebRules;
import io.cumulonimbus.net.udp.KeyingProxy;
import io.cumulonimbus.net.udp.KeyingStatistics;
import io.cumulonimbus.net.udp.ShardStatistics;
import io.cumulonimbus.net.udp.UdpGateway;
import io.cumulonimbus.net.udp.UdpOptions;
import io.cumulonimbus.net.watch.WatchRules;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import io.cumulonimbus.stream.ViewerFigures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running edge: ports for RTMFP and RTMP clients, and for each client loop a link to the origin.
 *
 * <p>Without the origin nobody is let in: a hello is not answered, so that clients try elsewhere.
 * When the link is lost its clients are closed, and the origin is dialled until it answers.
 */
public final class Edge implements AutoCloseable {
    /** How long a start waits for the origin before it goes on without. */
    private static final Duration ORIGIN_PATIENCE = Duration.ofSeconds(10);

    /** How long clients and origin get to hear the end. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final int KEYINGS_WAITING = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private final Loops loops;
    private final KeyingProxy keying;
    private final List<Uplink> uplinks;
    private final UdpGateway gateway;
    private final LoadReport report;
    private final RtmpListeners rtmp;
    private final Roster roster;
    private final Limits limits;
    private final Departure departure = new Departure();

    private Edge(
            Loops loops,
            KeyingProxy keying,
            List<Uplink> uplinks,
            UdpGateway gateway,
            RtmpListeners rtmp,
            Roster roster,
            Limits limits,
            EdgeConfig config) {
        this.limits = limits;
        this.roster = roster;
        this.rtmp = rtmp;
        this.loops = loops;
        this.keying = keying;
        this.uplinks = uplinks;
        this.gateway = gateway;
        report =
                new LoadReport(
                        loops.loop(0),
                        uplinks,
                        this::isLinked,
                        published(config),
                        config.redirect(),
                        config.sessions().max(),
                        gateway);
        uplinks.forEach(uplink -> uplink.onChange(report::changed));
        report.start();
    }

    /** The address that clients are told, with the real port when the system chose it. */
    private HostPort published(EdgeConfig config) {
        HostPort told = config.publicAddress();
        boolean chosen = config.addresses().get(0).getPort() == 0;
        return chosen ? new HostPort(told.host(), rtmfpAddress().getPort()) : told;
    }

    /**
     * Opens the port and dials the origin; returns when the origin has answered, or with a warning
     * when it did not within 10 s. Blocks; not for loops.
     *
     * @throws IOException with a text for the operator: the port is in use or cannot be opened
     */
    public static Edge start(EdgeConfig config) throws IOException {
        Edge edge = open(config);
        if (!edge.awaitOrigin(ORIGIN_PATIENCE)) {
            LOG.warn(
                    "No answer from the origin at {} yet; clients are not let in before",
                    config.uplink().origins());
        }
        return edge;
    }

    /** As {@link #start}, without waiting for the origin. */
    public static Edge open(EdgeConfig config) throws IOException {
        SecureRandom random = new SecureRandom();
        Loops loops = Loops.start("edge", config.loops());
        Identity identity = Identity.server(random);
        KeyingProxy keying = KeyingProxy.forServer(identity, KEYINGS_WAITING, random);
        List<Uplink> uplinks = uplinks(loops, config, random);
        Function<Loop, Uplink> uplinkOf = loop -> uplinks.get(indexOf(loops, loop));
        Limits limits = EdgeLimits.of(config);
        UdpGateway.Setup setup = setup(config, limits, identity, random);
        Roster roster = new Roster();
        Function<Loop, ClientAcceptor> doors =
                loop -> new AllowingAcceptor(loop, limits, uplinkOf.apply(loop));
        Function<Loop, ClientAcceptor> acceptors = loop -> roster.of(loop, doors);
        RtmpListeners rtmp =
                new RtmpListeners(loops, acceptors, limits.refusing(at -> false), random);
        try {
            UdpGateway.Hellos hellos = hellos(uplinkOf, uplinks);
            UdpGateway gateway =
                    UdpGateway.start(loops, setup, keying, acceptors::apply, hellos).join();
            Edge edge = new Edge(loops, keying, uplinks, gateway, rtmp, roster, limits, config);
            rtmp.open(ports(config, uplinks));
            return edge;
        } catch (CompletionException | IOException e) {
            rtmp.stop(Duration.ZERO).join();
            stopAll(uplinks);
            keying.close();
            loops.close();
            if (e instanceof IOException told) {
                throw new IOException(told.getMessage() + RtmpDoors.CERTIFICATE_HINT, told);
            }
            if (e.getCause() instanceof IOException told) {
                throw told;
            }
            throw new IllegalStateException(e);
        }
    }

    private static UdpGateway.Setup setup(
            EdgeConfig config, Limits limits, Identity identity, SecureRandom random) {
        return new UdpGateway.Setup(
                config.addresses(),
                new UdpOptions(config.udpBufferSize(), true, from -> false, limits::admits),
                endpoint(config),
                identity,
                random);
    }

    private static DoorPorts ports(EdgeConfig config, List<Uplink> uplinks) {
        RtmpDoors doors = config.rtmp();
        return new DoorPorts(
                config.addresses().stream().map(InetSocketAddress::getAddress).distinct().toList(),
                doors.rtmp(),
                doors.http(),
                doors.rtmps(),
                doors.https(),
                doors.tls()
                        .map(
                                tls ->
                                        new DoorPorts.TlsFiles(
                                                tls.certificate(), tls.key(), tls.makeMissing())),
                address -> doors.proxies().stream().anyMatch(range -> range.contains(address)),
                limits(doors.limits()),
                watching(doors.watch()),
                web(doors.web()),
                () -> areTaking(uplinks),
                port -> EdgeNeighbours.of(config, port));
    }

    private static DoorPorts.Limits limits(RtmpLimits limits) {
        return new DoorPorts.Limits(
                limits.connections(),
                limits.newcomersPerAddress(),
                limits.writeDelay(),
                limits.idleHold(),
                limits.replySpacing(),
                limits.sessions(),
                limits.sessionTimeout(),
                limits.ident2());
    }

    private static WebRules web(WebConfig web) {
        return new WebRules(web.rpc(), web.files(), Set.copyOf(web.origins()));
    }

    private static WatchRules watching(WatchConfig watch) {
        return new WatchRules(
                watch.flv(),
                watch.hls(),
                watch.page(),
                Set.copyOf(watch.origins()),
                watch.patience().toNanos(),
                watch.early());
    }

    private static EndpointConfig endpoint(EdgeConfig config) {
        SessionsConfig sessions = config.sessions();
        if (sessions.timersScale() < 1) {
            LOG.warn("timers.scale is {}: that is for tests", sessions.timersScale());
        }
        SessionConfig session =
                SessionConfig.DEFAULT
                        .withMaxDatagram(config.maxDatagram())
                        .withTimersScaled(sessions.timersScale());
        EndpointConfig server = EndpointConfig.SERVER.withSession(session);
        return server.withLimits(sessions.max(), sessions.unprovenPerAddress(), server.maxKeyings())
                .withMaxBuffered((long) sessions.buffers() << 20);
    }

    private static LinkConfig link(UplinkConfig uplink, RandomGenerator random) {
        if (uplink.tls() == LinkTlsMode.OFF) {
            LOG.warn("serverTls is off: what this edge and its origin tell each other can be read");
        }
        return LinkConfig.of(LinkRole.EDGE, uplink.name(), uplink.secret().texts().get(0))
                .withInstance(random.nextLong())
                .withGrace(uplink.grace().toNanos());
    }

    /** What it proves itself with, from its next link on. Any thread. */
    public void trust(UplinkConfig config) {
        LinkSecrets secrets = LinkSecrets.of(config.secret().texts().get(0));
        uplinks.forEach(uplink -> uplink.trust(secrets));
    }

    private static int indexOf(Loops loops, Loop loop) {
        return IntStream.range(0, loops.size())
                .filter(i -> loops.loop(i) == loop)
                .findFirst()
                .orElseThrow();
    }

    private static List<Uplink> uplinks(Loops loops, EdgeConfig config, SecureRandom random) {
        LinkConfig link = link(config.uplink(), random);
        List<ShardStreams> streams =
                ShardStreams.of(IntStream.range(0, loops.size()).mapToObj(loops::loop).toList());
        return IntStream.range(0, loops.size())
                .mapToObj(
                        i ->
                                new Uplink(
                                        loops.loop(i),
                                        config.uplink(),
                                        link,
                                        streams.get(i),
                                        random))
                .toList();
    }

    private static UdpGateway.Hellos hellos(Function<Loop, Uplink> uplinkOf, List<Uplink> uplinks) {
        return (loop, place) -> new EdgeHellos(uplinkOf.apply(loop), () -> areTaking(uplinks));
    }

    /** A client that is let in must be carried, whichever loop it lands on. */
    private static boolean areTaking(List<Uplink> uplinks) {
        return uplinks.stream().allMatch(Uplink::isTaking);
    }

    /** Waits until the origin has answered; answers false when it did not in time. */
    boolean awaitOrigin(Duration patience) {
        return all(uplinks.stream().map(Uplink::first).toList())
                .thenApply(done -> true)
                .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The first address where clients are received. */
    public InetSocketAddress rtmfpAddress() {
        return rtmfpAddresses().get(0);
    }

    /** All addresses where clients are received. */
    public List<InetSocketAddress> rtmfpAddresses() {
        return gateway.addresses();
    }

    /** Where RTMP clients are received, in all forms, with the real ports. */
    public RtmpListeners rtmp() {
        return rtmp;
    }

    /** Whether the origin is linked, and newcomers are let in. Any thread. */
    public boolean isLinked() {
        return uplinks.stream().allMatch(Uplink::isUp);
    }

    /**
     * Lets nobody in any more, and waits until the clients that are here have gone, or {@code
     * most}. The origin sends no more clients. Blocks; not for loops.
     */
    public void drain(Duration most) {
        drain();
        departure.done("nobody is let in any more");
        departure.await("clients", most, this::clients);
    }

    /** The way of clients out, as far as it has begun. Any thread. */
    public Departure departure() {
        return departure;
    }

    /** Lets nobody in any more; those who are here stay. Any thread. */
    public void drain() {
        uplinks.forEach(Uplink::drain);
        rtmp.shut();
        report.changed();
    }

    /** Whether nobody is let in any more, until the edge is started again. Any thread. */
    public boolean isDraining() {
        return uplinks.stream().anyMatch(Uplink::isDraining);
    }

    /** What the origin that was linked last calls itself, if there was one. Any thread. */
    public Optional<String> origin() {
        return uplinks.get(0).origin();
    }

    /** The clients that are here, one by one. Any thread. */
    public Roster roster() {
        return roster;
    }

    /** How much clients may have that belong together. Any thread. */
    public Limits limits() {
        return limits;
    }

    /** Clients that are here. Any thread. */
    public int clients() {
        return uplinks.stream().mapToInt(Uplink::clients).sum();
    }

    /** What the shards that RTMFP clients come to have seen. Any thread. */
    public List<CompletableFuture<ShardStatistics>> shardStatistics() {
        return gateway.shardStatistics();
    }

    /** What was done for the handshakes of RTMFP clients. Any thread. */
    public KeyingStatistics keyingStatistics() {
        return keying.statistics();
    }

    /** What the links to the origin have seen, one for each loop; none where it is down. */
    public List<CompletableFuture<Optional<LinkStatistics>>> linkStatistics() {
        return uplinks.stream().map(Uplink::statistics).toList();
    }

    /** What viewers here come to, one for each loop. Any thread. */
    public List<CompletableFuture<ViewerFigures>> viewers() {
        return uplinks.stream().map(Uplink::viewers).toList();
    }

    /** Closes all clients, tells the origin, and stops. Blocks; not for loops. */
    @Override
    public void close() {
        report.stop();
        CompletableFuture.allOf(gateway.stop(GRACE), rtmp.stop(GRACE)).join();
        stopAll(uplinks);
        keying.close();
        loops.close();
    }

    private static void stopAll(List<Uplink> uplinks) {
        all(uplinks.stream().map(uplink -> uplink.stop(GRACE)).toList()).join();
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
