package io.cumulonimbus.cli;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.AccessConfig;
import io.cumulonimbus.config.AddressRange;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.LimitsConfig;
import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.config.PeersConfig.Introductions;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.config.RelayConfig;
import io.cumulonimbus.config.RendezvousConfig;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.TlsConfig;
import io.cumulonimbus.config.WebConfig;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.net.doors.RtmpListeners;
import io.cumulonimbus.net.tls.ClientTls;
import io.cumulonimbus.net.udp.ShardStatistics;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import io.cumulonimbus.testkit.UdpRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A whole server on loopback: an origin, an edge when asked for, and a lossy network before it. */
final class Stage implements AutoCloseable {
    private static final Secret SECRET = Secret.of("a secret of these tests");

    private static final List<AddressRange> PROXIES = List.of(AddressRange.parse("127.0.0.1"));

    /** Applications show what they have for everybody to see. */
    private static final RtmpDoors DOORS = RtmpDoors.ANY.with(new WebConfig(true, true, List.of()));

    private final Origin origin;
    private final Deque<Runnable> parts = new ArrayDeque<>();
    private Optional<Edge> edge = Optional.empty();
    private InetSocketAddress door;
    private boolean proxied;

    private Stage(Origin origin) {
        this.origin = origin;
        parts.push(origin::close);
        door = origin.rtmfpAddress();
    }

    /**
     * @param home an empty folder; applications are put into its {@code www}
     */
    static Stage start(Path home, Way way) throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(loopback, 0)
                        .withRtmp(DOORS.withTls(certificate(home)));
        return start(home, way, config.withMedia(media(config.media())));
    }

    private static Stage start(Path home, Way way, OriginConfig config) throws Exception {
        if (way == Way.DIRECT) {
            return new Stage(Origin.start(config));
        }
        OriginConfig linked = config.withEdges(config.edges().activatedOn(0, SECRET));
        return new Stage(Origin.start(linked)).withEdge(home);
    }

    /** A server that believes whoever comes from this machine who its clients are. */
    static Stage behindProxies(Path home, Way way) throws Exception {
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                        .withRtmp(RtmpDoors.ANY.withTls(certificate(home)).behind(PROXIES));
        if (way == Way.DIRECT) {
            return new Stage(Origin.start(config));
        }
        OriginConfig linked = config.withEdges(config.edges().activatedOn(0, SECRET));
        Stage stage = new Stage(Origin.start(linked));
        stage.proxied = true;
        return stage.withEdge(home);
    }

    /** One for whoever wants to meet, with one of these keys. */
    static Stage meeting(Path home, Way way, List<String> keys) throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        OriginConfig config = OriginConfig.defaults(home);
        RendezvousConfig rendezvous = new RendezvousConfig(true, keys);
        return start(
                home,
                way,
                config.listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                        .withPeers(config.peers().withRendezvous(rendezvous))
                        .withRtmp(RtmpDoors.ANY));
    }

    /**
     * One that believes proxies, where those of one address or account have so much; an edge has no
     * limits.
     */
    static Stage limiting(Path home, Way way, LimitsConfig limits) throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        OriginConfig config = OriginConfig.defaults(home);
        config =
                config.listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                        .withSessions(config.sessions().withLimits(limits))
                        .withRtmp(RtmpDoors.ANY.withTls(certificate(home)).behind(PROXIES));
        if (way == Way.DIRECT) {
            return new Stage(Origin.start(config));
        }
        OriginConfig linked = config.withEdges(config.edges().activatedOn(0, SECRET));
        Stage stage = new Stage(Origin.start(linked));
        stage.proxied = true;
        return stage.withEdge(home);
    }

    /** One where not everybody may do everything. */
    static Stage guarded(Path home, Way way, AccessConfig access) throws Exception {
        return guarded(home, way, access, LimitsConfig.NONE);
    }

    /** The same, where those of one account have so much. */
    static Stage guarded(Path home, Way way, AccessConfig access, LimitsConfig limits)
            throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                        .withRtmp(RtmpDoors.ANY.withTls(certificate(home)));
        return start(
                home,
                way,
                config.withAccess(access).withSessions(config.sessions().withLimits(limits)));
    }

    /** One that is made for trying out. */
    static TlsConfig certificate(Path home) {
        return new TlsConfig(
                home.resolve("tls/certificate.pem"), home.resolve("tls/key.pem"), true);
    }

    /** For clients: the certificate is not looked at. */
    static ConnectOptions trustingAnyone() throws IOException {
        return ConnectOptions.DEFAULT
                .withTimeout(Duration.ofSeconds(60))
                .withTls(ClientTls.trustingAnyone());
    }

    /** Everybody may record, 100 kB in {@code small} and without bound in {@code live}. */
    private static MediaConfig media(MediaConfig defaults) {
        return new MediaConfig(defaults.general(), Map.of(), 0)
                .recording("live", 0)
                .recording("small", 100_000);
    }

    /** An origin that relays clients of {@code live}, and tells nobody of private addresses. */
    static Stage relaying(Path home, Way way) throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        PeersConfig peers =
                new PeersConfig(Introductions.CONNECTED, PrivateAddresses.NEVER)
                        .withRelay(RelayConfig.OFF.activatedFor(List.of("live")));
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(loopback, 0)
                        .withRtmp(RtmpDoors.ANY)
                        .withPeers(peers);
        return start(home, way, config);
    }

    /** An origin on two ports of loopback. */
    static Stage withTwoAddresses(Path home) throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        return new Stage(Origin.start(OriginConfig.defaults(home).listeningOn(List.of(any, any))));
    }

    /** An origin that takes edges, and has none yet. */
    static Stage awaitingEdges(Path home) throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                        .withRtmp(RtmpDoors.ANY.withTls(certificate(home)));
        return new Stage(Origin.start(config.withEdges(config.edges().activatedOn(0, SECRET))));
    }

    /** One more edge, which is the door from now on. */
    Stage withEdge(Path home) throws IOException {
        startEdge(home, InetAddress.getByName("127.0.0.1"));
        return this;
    }

    /** The network between clients and the door, in which addresses change when a test says so. */
    UdpRelay translating() {
        UdpRelay relay = new UdpRelay(door, 0, 1);
        parts.push(relay::close);
        door = relay.address();
        return relay;
    }

    /** The same, where clients of one address have so much at the edge. */
    Stage withEdge(Path home, LimitsConfig limits) throws IOException {
        startEdge(home, InetAddress.getByName("127.0.0.1"), limits);
        return this;
    }

    private void startEdge(Path home, InetAddress loopback) throws IOException {
        startEdge(home, loopback, LimitsConfig.NONE);
    }

    private void startEdge(Path home, InetAddress loopback, LimitsConfig limits)
            throws IOException {
        InetSocketAddress upstream = origin.edgesAddress().orElseThrow();
        RtmpDoors doors = DOORS.withTls(certificate(home.resolve("edge")));
        if (proxied) {
            doors = doors.behind(PROXIES);
        }
        EdgeConfig defaults = EdgeConfig.defaults(home, SECRET);
        EdgeConfig config =
                defaults.withSessions(defaults.sessions().withLimits(limits))
                        .listeningOn(loopback, 0)
                        .withRtmp(doors)
                        .linkedTo(new HostPort("127.0.0.1", upstream.getPort()));
        Edge started = Edge.start(config);
        parts.push(started::close);
        door = started.rtmfpAddress();
        edge = Optional.of(started);
    }

    /** Whoever comes by this URL is behind a translator of its own that lets in nobody else. */
    String urlBehindTranslator(String path) {
        UdpRelay translator = new UdpRelay(door, 0, 1);
        parts.push(translator::close);
        return "rtmfp://127.0.0.1:" + translator.address().getPort() + "/" + path;
    }

    /** Clients come through a network that loses each datagram, either way, with a probability. */
    Stage losing(double loss, long seed) {
        if (loss > 0) {
            UdpRelay relay = new UdpRelay(door, loss, seed);
            parts.push(relay::close);
            door = relay.address();
        }
        return this;
    }

    /** Adds an application. */
    Stage application(Path home, String name, String mainLua) throws IOException {
        Path folder = Files.createDirectories(home.resolve("www").resolve(name));
        Files.writeString(folder.resolve("main.lua"), mainLua);
        return this;
    }

    String url(String path) {
        return "rtmfp://127.0.0.1:" + door.getPort() + "/" + path;
    }

    /** Where clients come to. */
    InetSocketAddress door() {
        return door;
    }

    /** What the endpoints saw that clients come to: the edge's or the origin's. */
    List<EndpointStatistics> atTheDoor() {
        List<CompletableFuture<ShardStatistics>> shards =
                edge.map(Edge::shardStatistics).orElseGet(origin::shardStatistics);
        return shards.stream().map(CompletableFuture::join).map(ShardStatistics::endpoint).toList();
    }

    /** The edge itself, if there is one. */
    Edge edge() {
        return edge.orElseThrow();
    }

    /** The origin itself. */
    Origin origin() {
        return origin;
    }

    /** Bytes of UDP that the origin's clients have sent it. */
    long receivedBytes() {
        return origin.rtmfpStatistics().stream()
                .mapToLong(statistics -> statistics.join().receivedBytes())
                .sum();
    }

    /**
     * The same on the door for that protocol, of the edge or the origin, whatever stands before the
     * one for RTMFP.
     */
    String url(Protocol protocol, String path) {
        int port =
                switch (protocol) {
                    case RTMFP -> door.getPort();
                    case RTMP -> port(RtmpListeners::rtmpAddresses, Origin::rtmpAddresses);
                    case RTMPS -> port(RtmpListeners::rtmpsAddresses, Origin::rtmpsAddresses);
                    case RTMPT, HTTP, WS ->
                            port(RtmpListeners::httpAddresses, Origin::httpAddresses);
                    case RTMPTS, HTTPS, WSS ->
                            port(RtmpListeners::httpsAddresses, Origin::httpsAddresses);
                };
        return protocol.name().toLowerCase(Locale.ROOT) + "://127.0.0.1:" + port + "/" + path;
    }

    private int port(
            Function<RtmpListeners, List<InetSocketAddress>> atEdge,
            Function<Origin, List<InetSocketAddress>> atOrigin) {
        return edge.map(Edge::rtmp)
                .map(atEdge)
                .orElseGet(() -> atOrigin.apply(origin))
                .getFirst()
                .getPort();
    }

    /** Waits until so many stream names are published or watched. */
    void awaitStreams(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> origin.streams().join() == count);
    }

    /** A command with the patience that a slow machine needs, unless it says what it has. */
    static String[] patient(String... arguments) {
        boolean connects = List.of("play", "publish", "call", "load").contains(arguments[0]);
        boolean says = Stream.of(arguments).anyMatch(one -> one.startsWith("--timeout"));
        return connects && !says
                ? Stream.concat(Stream.of(arguments), Stream.of("--timeout=60"))
                        .toArray(String[]::new)
                : arguments;
    }

    /** Runs a command of the command line, here; answers its exit code. */
    static int rtmfp(String... arguments) {
        return RtmfpCommand.commandLine(new UserStop()).execute(patient(arguments));
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
    }
}
