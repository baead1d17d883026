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
 * @param serverAddress the origin's {@code edges.port}
 * @param publicAddress where clients that are sent to this edge find it
 * @param secret the origin's {@code edges.secret}; not empty when read from a file
 * @param udpBufferSize socket buffer sizes in bytes; 0 = what the system gives
 * @param maxDatagram the largest UDP payload sent to clients, in bytes; 576 to 1472
 * @param threads client loops; 0 = one per processor
 * @param sessions limits and timers of RTMFP sessions
 * @param logs where log files go
 * @param configs the whole merged configuration as texts, without secrets
 */
public record EdgeConfig(
        Path home,
        List<InetSocketAddress> addresses,
        int port,
        HostPort serverAddress,
        HostPort publicAddress,
        Secret secret,
        int udpBufferSize,
        int maxDatagram,
        int threads,
        SessionsConfig sessions,
        LogsConfig logs,
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
                    .withSecret(secret);
        } catch (ConfigException e) {
            throw new IllegalStateException("defaults are wrong", e);
        }
    }

    /** Merges and checks all sources; a missing secret is refused. */
    public static EdgeConfig load(ConfigSources sources) throws ConfigException {
        Settings settings = Settings.merge(EdgeKeys.TABLE, sources);
        EdgeConfig config = EdgeKeys.read(settings);
        if (config.secret.isEmpty()) {
            throw settings.wrong(EdgeKeys.SECRET, "the origin's edges.secret");
        }
        return config;
    }

    /** The number of client loops to run, at least 1. */
    public int loops() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /** The same with clients received on {@code address} and {@code port} (0 = any free one). */
    public EdgeConfig listeningOn(InetAddress address, int port) {
        return listeningOn(List.of(new InetSocketAddress(address, port)));
    }

    /** The same with clients received on these addresses (port 0 = any free one). */
    public EdgeConfig listeningOn(List<InetSocketAddress> addresses) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                serverAddress,
                publicAddress,
                secret,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                configs);
    }

    /** The same linked to the origin at {@code serverAddress}. */
    public EdgeConfig linkedTo(HostPort serverAddress) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                serverAddress,
                publicAddress,
                secret,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                configs);
    }

    /** The same with {@code threads} client loops. */
    public EdgeConfig withThreads(int threads) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                serverAddress,
                publicAddress,
                secret,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                configs);
    }

    private EdgeConfig withSecret(Secret secret) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                serverAddress,
                publicAddress,
                secret,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                configs);
    }

    /** The same with {@code sessions} for its part. */
    public EdgeConfig withSessions(SessionsConfig sessions) {
        return new EdgeConfig(
                home,
                addresses,
                port,
                serverAddress,
                publicAddress,
                secret,
                udpBufferSize,
                maxDatagram,
                threads,
                sessions,
                logs,
                configs);
    }
}
