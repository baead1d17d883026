package io.cumulonimbus.origin;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.RtmpLimits;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.TlsConfig;
import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.http.HttpConfig;
import io.cumulonimbus.net.http.HttpGateway;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.rtmp.RtmpGateway;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpLimits;
import io.cumulonimbus.net.tls.ServerTls;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open doors for RTMP, RTMPS, RTMPT and RTMPTS, and the certificate of those with TLS. */
final class RtmpListeners {
    private static final Duration CERTIFICATE_INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RtmpListeners.class);

    private final Loops loops;
    private final Function<Loop, ClientAcceptor> acceptors;
    private final RandomGenerator random;
    private final List<Gateway> rtmp = new ArrayList<>();
    private final List<Gateway> rtmps = new ArrayList<>();
    private final List<Gateway> http = new ArrayList<>();
    private final List<Gateway> https = new ArrayList<>();
    private Optional<ServerTls> tls = Optional.empty();

    /**
     * @param acceptors answers who takes the clients of a loop
     * @param random unpredictable and thread-safe
     */
    RtmpListeners(Loops loops, Function<Loop, ClientAcceptor> acceptors, RandomGenerator random) {
        this.loops = loops;
        this.acceptors = acceptors;
        this.random = random;
    }

    /**
     * Opens what is wanted on each of the addresses. Blocks; fails with {@link StartException} when
     * the certificate cannot be used, and in other ways as gateways do. Whatever happens, it is to
     * be closed.
     */
    void open(List<InetAddress> hosts, RtmpDoors doors) throws StartException {
        if (doors.tls().isPresent()) {
            tls = Optional.of(certificate(doors.tls().get()));
        }
        DoorOptions plain = options(doors, Optional.empty());
        DoorOptions secure = options(doors, tls);
        for (InetAddress host : hosts) {
            rtmp.addAll(forRtmp(host, doors.rtmp(), plain));
            rtmps.addAll(forRtmp(host, doors.rtmps(), secure));
        }
        TunnelConfig tunnel = tunnel(doors.limits());
        http.addAll(forRtmpt(hosts, doors.http(), plain, tunnel));
        https.addAll(forRtmpt(hosts, doors.https(), secure, tunnel));
    }

    private static TunnelConfig tunnel(RtmpLimits limits) {
        return TunnelConfig.DEFAULT
                .withSessions(
                        limits.sessions(),
                        TunnelConfig.DEFAULT.opening(),
                        limits.newcomersPerAddress(),
                        limits.sessionTimeout().toNanos())
                .answering(limits.idleHold().toNanos(), limits.ident2());
    }

    private static DoorOptions options(RtmpDoors doors, Optional<ServerTls> tls) {
        RtmpLimits limits = doors.limits();
        return new DoorOptions(
                new TcpLimits(
                        limits.connections(),
                        TcpLimits.DEFAULT.newcomers(),
                        limits.newcomersPerAddress()),
                tls,
                address -> doors.proxies().stream().anyMatch(range -> range.contains(address)));
    }

    private ServerTls certificate(TlsConfig config) throws StartException {
        try {
            if (config.makeMissing()
                    && ServerTls.makeMissing(config.certificate(), config.key(), random)) {
                LOG.warn(
                        "Made a certificate for trying out, which no client trusts: {}",
                        config.certificate());
            }
            return ServerTls.open(config.certificate(), config.key(), CERTIFICATE_INTERVAL);
        } catch (IOException e) {
            throw new StartException(
                    e.getMessage()
                            + " (keys tls.certificate and tls.key; with rtmps.port and https.port"
                            + " at 0 none is needed)",
                    e);
        }
    }

    private List<Gateway> forRtmp(InetAddress host, OptionalInt port, DoorOptions options) {
        if (port.isEmpty()) {
            return List.of();
        }
        return List.of(
                RtmpGateway.start(
                                loops,
                                new InetSocketAddress(host, port.getAsInt()),
                                new RtmpGateway.Setup(
                                        RtmpConfig.DEFAULT, options, acceptors, random))
                        .join());
    }

    private List<Gateway> forRtmpt(
            List<InetAddress> hosts, OptionalInt port, DoorOptions options, TunnelConfig tunnel) {
        if (port.isEmpty()) {
            return List.of();
        }
        // Connections outlive their sessions, and silence is the tunnel's to judge.
        long silenceNs = tunnel.silenceNs();
        HttpConfig http =
                HttpConfig.DEFAULT.withIdle(Math.max(2 * silenceNs, HttpConfig.DEFAULT.idleNs()));
        RtmpConfig rtmp =
                RtmpConfig.DEFAULT.withIdle(Math.max(silenceNs, RtmpConfig.DEFAULT.idleNs()));
        return List.of(
                HttpGateway.start(
                                loops,
                                hosts.stream()
                                        .map(host -> new InetSocketAddress(host, port.getAsInt()))
                                        .toList(),
                                new HttpGateway.Setup(
                                        http, tunnel, rtmp, options, acceptors, random))
                        .join());
    }

    List<InetSocketAddress> rtmpAddresses() {
        return addresses(rtmp);
    }

    List<InetSocketAddress> rtmpsAddresses() {
        return addresses(rtmps);
    }

    List<InetSocketAddress> httpAddresses() {
        return addresses(http);
    }

    List<InetSocketAddress> httpsAddresses() {
        return addresses(https);
    }

    private static List<InetSocketAddress> addresses(List<Gateway> gateways) {
        return gateways.stream().flatMap(gateway -> gateway.addresses().stream()).toList();
    }

    /** Closes all that is open. */
    CompletableFuture<Void> stop(Duration grace) {
        tls.ifPresent(ServerTls::close);
        List<Gateway> all = new ArrayList<>(rtmp);
        all.addAll(rtmps);
        all.addAll(http);
        all.addAll(https);
        return CompletableFuture.allOf(
                all.stream().map(gateway -> gateway.stop(grace)).toArray(CompletableFuture[]::new));
    }
}
