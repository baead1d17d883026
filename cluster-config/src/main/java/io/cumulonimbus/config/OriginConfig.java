package io.cumulonimbus.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of an origin, complete and checked.
 *
 * @param home absolute; relative paths in the settings start here
 * @param www absolute; the folder of the applications
 * @param addresses local addresses on which RTMFP clients are received, at least one; port 0 (only
 *     in values built by code) lets the system choose
 * @param port UDP port of the addresses that named none, 1 to 65535
 * @param udpBufferSize socket buffer sizes in bytes; 0 = 4 MiB, or what the system gives
 * @param maxDatagram the largest UDP payload sent to clients, in bytes; 576 to 1472
 * @param keepAliveServer time between keepalives of a client to the server, at least 5 s
 * @param keepAlivePeer time between keepalives of clients among each other, at least 5 s
 * @param threads client loops; 0 = one per processor
 * @param sessions limits and timers of RTMFP sessions
 * @param publicAddress what is told to others as our address
 * @param rtmp where RTMP clients are received
 * @param media what applications record, keep and play
 * @param peers how clients are introduced to each other
 * @param smtp the mail relay for scripts
 * @param lua what scripts may do
 * @param logs where log files go
 * @param edges how edges are received
 * @param cluster how other origins are found
 * @param admin where it is asked how it is
 * @param access who may connect, publish and play, apart from what scripts say
 * @param configs the whole merged configuration as texts, for scripts: known and unknown keys and
 *     {@code application.*}, {@code system.*}; without secrets
 */
public record OriginConfig(
        Path home,
        Path www,
        List<InetSocketAddress> addresses,
        int port,
        int udpBufferSize,
        int maxDatagram,
        Duration keepAliveServer,
        Duration keepAlivePeer,
        int threads,
        SessionsConfig sessions,
        Optional<HostPort> publicAddress,
        RtmpDoors rtmp,
        MediaConfig media,
        PeersConfig peers,
        SmtpConfig smtp,
        LuaConfig lua,
        LogsConfig logs,
        EdgesConfig edges,
        ClusterConfig cluster,
        AdminConfig admin,
        AccessConfig access,
        Map<String, String> configs) {
    /** Keeps copies. */
    public OriginConfig {
        addresses = List.copyOf(addresses);
        configs = Map.copyOf(configs);
    }

    /** Every setting at its default, as if {@code home} had no {@code origin.ini}. */
    public static OriginConfig defaults(Path home) {
        try {
            return load(ConfigSources.none(home));
        } catch (ConfigException e) {
            throw new IllegalStateException("defaults are wrong", e);
        }
    }

    /** Merges and checks all sources. */
    public static OriginConfig load(ConfigSources sources) throws ConfigException {
        return OriginKeys.read(Settings.merge(OriginKeys.TABLE, sources));
    }

    /** The number of client loops to run, at least 1. */
    public int loops() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /**
     * The same with RTMFP clients received on {@code address} and {@code port} (0 = any free one),
     * and RTMP clients nowhere.
     */
    public OriginConfig listeningOn(InetAddress address, int port) {
        return listeningOn(List.of(new InetSocketAddress(address, port)));
    }

    /**
     * The same with RTMFP clients received on these addresses (port 0 = any free one), and RTMP
     * clients nowhere.
     */
    public OriginConfig listeningOn(List<InetSocketAddress> addresses) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                RtmpDoors.NONE,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with RTMP clients received so. */
    public OriginConfig withRtmp(RtmpDoors rtmp) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with {@code media} for its part. */
    public OriginConfig withMedia(MediaConfig media) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with {@code edges} for its part. */
    public OriginConfig withEdges(EdgesConfig edges) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with {@code threads} client loops. */
    public OriginConfig withThreads(int threads) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with {@code sessions} for its part. */
    public OriginConfig withSessions(SessionsConfig sessions) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with other introductions and another relay. */
    public OriginConfig withPeers(PeersConfig other) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                other,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with {@code lua} for its part. */
    public OriginConfig withLua(LuaConfig lua) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with {@code admin} for its part. */
    public OriginConfig withAdmin(AdminConfig admin) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with {@code cluster} for its part. */
    public OriginConfig withCluster(ClusterConfig cluster) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }

    /** The same with {@code access} for its part. */
    public OriginConfig withAccess(AccessConfig access) {
        return new OriginConfig(
                home,
                www,
                addresses,
                port,
                udpBufferSize,
                maxDatagram,
                keepAliveServer,
                keepAlivePeer,
                threads,
                sessions,
                publicAddress,
                rtmp,
                media,
                peers,
                smtp,
                lua,
                logs,
                edges,
                cluster,
                admin,
                access,
                configs);
    }
}
