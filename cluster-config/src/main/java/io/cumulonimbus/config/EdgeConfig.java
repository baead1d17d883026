package io.cumulonimbus.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All settings of an edge, complete and checked.
 *
 * @param home absolute; relative paths in the settings start here
 * @param addresses local addresses on which RTMFP clients are received, at least one; port 0 (only
 *     in values built by code) lets the system choose
 * @param port UDP port of the addresses that named none, 1 to 65535
 * @param publicAddress where clients that are sent to this edge find it
 * @param redirect whether origins send clients there
 * @param uplink how origins are reached
 * @param rtmp where RTMP clients are received
 * @param udpBufferSize socket buffer sizes in bytes; 0 = 4 MiB, or what the system gives
 * @param maxDatagram the largest UDP payload sent to clients, in bytes; 576 to 1472
 * @param threads client loops; 0 = one per processor
 * @param sessions limits and timers of RTMFP sessions
 * @param logs where log files go
 * @param admin where it is asked how it is
 * @param configs the whole merged configuration as texts, without secrets
 */
public record EdgeConfig(
        Path home,
        List<InetSocketAddress> addresses,
        int port,
        HostPort publicAddress,
        boolean redirect,
        UplinkConfig uplink,
        RtmpDoors rtmp,
        int udpBufferSize,
        int maxDatagram,
        int threads,
        SessionsConfig sessions,
        LogsConfig logs,
        AdminConfig admin,
        Map<String, String> configs) {
    /** Keeps copies. */
    public EdgeConfig {
        addresses = List.copyOf(addresses);
        configs = Map.copyOf(configs);
    }

    /**
     * Every setting at its default, as if {@code home} had no {@code edge.ini}, with {@code
     * secret}.
     */
    public static EdgeConfig defaults(Path home, Secret secret) {
        try {
            return EdgeKeys.read(Settings.merge(EdgeKeys.TABLE, ConfigSources.none(home)))
                    .knowing(secret);
        } catch (ConfigException e) {
            throw new IllegalStateException("defaults are wrong", e);
        }
    }

    /** Merges and checks all sources; a missing secret is refused unless all stays here. */
    public static EdgeConfig load(ConfigSources sources) throws ConfigException {
        Settings settings = Settings.merge(EdgeKeys.TABLE, sources);
        EdgeConfig config = EdgeKeys.read(settings);
        boolean leaves =
                config.uplink.origins().stream()
                        .anyMatch(at -> !at.host().matches("127\\..*|::1|localhost"));
        if (config.uplink.secret().isEmpty() && leaves) {
            throw settings.wrong(EdgeKeys.SECRET, "the origin's edges.secret");
        }
        return config;
    }

    /** The number of client loops to run, at least 1. */
    public int loops() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /**
     * The same with clients received on {@code address} and {@code port} (0 = any free one), and
     * RTMP clients nowhere.
     */
    public EdgeConfig listeningOn(InetAddress address, int port) {
        return listeningOn(List.of(new InetSocketAddress(address, port)));
    }

    /** The same with RTMFP clients received on these addresses, and RTMP clients nowhere. */
    public EdgeConfig listeningOn(List<InetSocketAddress> addresses) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                publicAddress,
                redirect,
                uplink,
                RtmpDoors.NONE,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                admin,
                configs);
    }

    /** The same linked to the origin at {@code serverAddress}. */
    public EdgeConfig linkedTo(HostPort serverAddress) {
        return withUplink(uplink.to(List.of(serverAddress)));
    }

    /** The same with {@code secret}. */
    public EdgeConfig knowing(Secret secret) {
        return withUplink(uplink.knowing(secret));
    }

    /** The same with {@code uplink} for its part. */
    public EdgeConfig withUplink(UplinkConfig uplink) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                publicAddress,
                redirect,
                uplink,
                rtmp,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                admin,
                configs);
    }

    /** The same with RTMP clients received so. */
    public EdgeConfig withRtmp(RtmpDoors rtmp) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                publicAddress,
                redirect,
                uplink,
                rtmp,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                admin,
                configs);
    }

    /** The same with {@code threads} client loops. */
    public EdgeConfig withThreads(int threads) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                publicAddress,
                redirect,
                uplink,
                rtmp,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                admin,
                configs);
    }

    /** The same with {@code sessions} for its part. */
    public EdgeConfig withSessions(SessionsConfig sessions) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                publicAddress,
                redirect,
                uplink,
                rtmp,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                admin,
                configs);
    }

    /** The same with {@code admin} for its part. */
    public EdgeConfig withAdmin(AdminConfig admin) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                publicAddress,
                redirect,
                uplink,
                rtmp,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                admin,
                configs);
    }
}
