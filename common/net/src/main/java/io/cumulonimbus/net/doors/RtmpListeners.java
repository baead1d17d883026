package io.cumulonimbus.net.doors;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.http.HttpConfig;
import io.cumulonimbus.net.http.HttpGateway;
import io.cumulonimbus.net.http.Neighbours;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.rtmp.Gatherings;
import io.cumulonimbus.net.rtmp.HandshakeFailure;
import io.cumulonimbus.net.rtmp.RtmpGateway;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpLimits;
import io.cumulonimbus.net.tls.HandshakeStatistics;
import io.cumulonimbus.net.tls.ServerTls;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open doors for RTMP, RTMPS, RTMPT and RTMPTS, and the certificate of those with TLS. */
public final class RtmpListeners {
    private static final Duration CERTIFICATE_INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RtmpListeners.class);

    private final Loops loops;
    private final Function<Loop, ClientAcceptor> acceptors;
    private final Predicate<InetAddress> banned;
    private final RandomGenerator random;
    private final List<RtmpGateway> rtmp = new CopyOnWriteArrayList<>();
    private final List<RtmpGateway> rtmps = new CopyOnWriteArrayList<>();
    private final List<HttpGateway> http = new CopyOnWriteArrayList<>();
    private final List<HttpGateway> https = new CopyOnWriteArrayList<>();
    private volatile Optional<ServerTls> tls = Optional.empty();

    /**
     * @param acceptors answers who takes the clients of a loop
     * @param banned whose connections are refused
     * @param random unpredictable and thread-safe
     */
    public RtmpListeners(
            Loops loops,
            Function<Loop, ClientAcceptor> acceptors,
            Predicate<InetAddress> banned,
            RandomGenerator random) {
        this.banned = banned;
        this.loops = loops;
        this.acceptors = acceptors;
        this.random = random;
    }

    /**
     * Opens what is wanted. Blocks; fails with {@link IOException}, whose message says so, when the
     * certificate cannot be used, and in other ways as gateways do. Whatever happens, it is to be
     * closed.
     */
    public void open(DoorPorts ports) throws IOException {
        if (ports.tls().isPresent()) {
            tls = Optional.of(certificate(ports.tls().get()));
        }
        DoorOptions plain = options(ports, Optional.empty());
        DoorOptions secure = options(ports, tls);
        Gatherings gatherings = new Gatherings(ports.limits().writeDelay());
        for (InetAddress host : ports.hosts()) {
            rtmp.addAll(forRtmp(host, ports.rtmp(), plain, gatherings));
            rtmps.addAll(forRtmp(host, ports.rtmps(), secure, gatherings));
        }
        Optional<Neighbours> neighbours =
                ports.http().isPresent()
                        ? ports.neighbours().apply(ports.http().getAsInt())
                        : Optional.empty();
        http.addAll(forRtmpt(ports, ports.http(), plain, neighbours));
        https.addAll(forRtmpt(ports, ports.https(), secure, Optional.empty()));
    }

    private static TunnelConfig tunnel(DoorPorts.Limits limits) {
        return TunnelConfig.DEFAULT
                .withSessions(
                        limits.sessions(),
                        TunnelConfig.DEFAULT.opening(),
                        limits.newcomersPerAddress(),
                        limits.sessionTimeout().toNanos())
                .answering(
                        limits.idleHold().toNanos(),
                        limits.replySpacing().toNanos(),
                        limits.ident2());
    }

    private DoorOptions options(DoorPorts ports, Optional<ServerTls> tls) {
        DoorPorts.Limits limits = ports.limits();
        return new DoorOptions(
                new TcpLimits(
                        limits.connections(),
                        TcpLimits.DEFAULT.newcomers(),
                        limits.newcomersPerAddress()),
                tls,
                ports.proxies(),
                banned);
    }

    private ServerTls certificate(DoorPorts.TlsFiles files) throws IOException {
        if (files.makeMissing()
                && ServerTls.makeMissing(files.certificate(), files.key(), random)) {
            LOG.warn(
                    "Made a certificate for trying out, which no client trusts: {}",
                    files.certificate());
        }
        return ServerTls.open(files.certificate(), files.key(), CERTIFICATE_INTERVAL);
    }

    private List<RtmpGateway> forRtmp(
            InetAddress host, OptionalInt port, DoorOptions options, Gatherings gatherings) {
        if (port.isEmpty()) {
            return List.of();
        }
        return List.of(
                RtmpGateway.start(
                                loops,
                                new InetSocketAddress(host, port.getAsInt()),
                                new RtmpGateway.Setup(
                                        RtmpConfig.DEFAULT, options, acceptors, gatherings, random))
                        .join());
    }

    private List<HttpGateway> forRtmpt(
            DoorPorts ports,
            OptionalInt port,
            DoorOptions options,
            Optional<Neighbours> neighbours) {
        if (port.isEmpty()) {
            return List.of();
        }
        TunnelConfig tunnel = tunnel(ports.limits());
        // Connections outlive their sessions, and silence is the tunnel's to judge.
        long silenceNs = tunnel.silenceNs();
        HttpConfig http =
                HttpConfig.DEFAULT.withIdle(Math.max(2 * silenceNs, HttpConfig.DEFAULT.idleNs()));
        RtmpConfig rtmp =
                RtmpConfig.DEFAULT.withIdle(Math.max(silenceNs, RtmpConfig.DEFAULT.idleNs()));
        return List.of(
                HttpGateway.start(
                                loops,
                                ports.hosts().stream()
                                        .map(host -> new InetSocketAddress(host, port.getAsInt()))
                                        .toList(),
                                new HttpGateway.Setup(
                                        http,
                                        tunnel,
                                        rtmp,
                                        options,
                                        acceptors,
                                        ports.serving(),
                                        ports.watching(),
                                        ports.web(),
                                        neighbours,
                                        random))
                        .join());
    }

    /** Where RTMP clients are received, with the real ports. */
    public List<InetSocketAddress> rtmpAddresses() {
        return addresses(rtmp);
    }

    /** The same for RTMPS. */
    public List<InetSocketAddress> rtmpsAddresses() {
        return addresses(rtmps);
    }

    /** The same for RTMPT. */
    public List<InetSocketAddress> httpAddresses() {
        return addresses(http);
    }

    /** The same for RTMPTS. */
    public List<InetSocketAddress> httpsAddresses() {
        return addresses(https);
    }

    private static List<InetSocketAddress> addresses(List<? extends Gateway> gateways) {
        return gateways.stream().flatMap(gateway -> gateway.addresses().stream()).toList();
    }

    /** Who is at these doors, at this moment. Any thread. */
    public DoorCensus census() {
        Optional<HandshakeStatistics> handshakes = tls.map(ServerTls::handshakes);
        return new DoorCensus(
                rtmp.stream().mapToInt(RtmpGateway::connections).sum(),
                rtmps.stream().mapToInt(RtmpGateway::connections).sum(),
                http.stream().mapToInt(HttpGateway::connections).sum(),
                https.stream().mapToInt(HttpGateway::connections).sum(),
                handshakes.map(HandshakeStatistics::done).orElse(0L),
                handshakes.map(HandshakeStatistics::refused).orElse(0L),
                failures());
    }

    private Map<HandshakeFailure, Long> failures() {
        Map<HandshakeFailure, Long> all = new EnumMap<>(HandshakeFailure.class);
        Stream.concat(rtmp.stream(), rtmps.stream())
                .forEach(door -> door.failures().forEach((f, n) -> all.merge(f, n, Long::sum)));
        return all;
    }

    /** What happened to the tunnels of RTMPT, one for each loop and port. Any thread. */
    public List<CompletableFuture<TunnelStatistics>> tunnels() {
        return Stream.concat(http.stream(), https.stream())
                .flatMap(gateway -> gateway.tunnels().stream())
                .toList();
    }

    /**
     * Takes no new connections for RTMP and RTMPS any more, so that a load balancer leads whoever
     * comes elsewhere at once. Clients of RTMPT come anew for each request: theirs are taken. Any
     * thread.
     */
    public void shut() {
        rtmp.forEach(RtmpGateway::shut);
        rtmps.forEach(RtmpGateway::shut);
    }

    /** Closes all that is open. */
    public CompletableFuture<Void> stop(Duration grace) {
        tls.ifPresent(ServerTls::close);
        List<Gateway> all = new ArrayList<>(rtmp);
        all.addAll(rtmps);
        all.addAll(http);
        all.addAll(https);
        return CompletableFuture.allOf(
                all.stream().map(gateway -> gateway.stop(grace)).toArray(CompletableFuture[]::new));
    }
}
