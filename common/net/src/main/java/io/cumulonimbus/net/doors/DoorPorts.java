package io.cumulonimbus.net.doors;

import io.cumulonimbus.net.http.Neighbours;
import io.cumulonimbus.net.rpc.WebRules;
import io.cumulonimbus.net.watch.WatchRules;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Which doors to open; ports are 0 for any free one, empty for none.
 *
 * @param hosts local addresses, each with all the doors
 * @param rtmp TCP port for RTMP
 * @param http TCP port for RTMPT
 * @param rtmps TCP port for RTMP over TLS
 * @param https TCP port for RTMPT over TLS
 * @param tls the certificate of those with TLS
 * @param proxies which addresses are believed what they say of the clients behind them
 * @param limits how much of everything there may be
 * @param watching how streams can be watched at the doors for RTMPT
 * @param web what else can be done there
 * @param serving whether newcomers can be served at this moment; any thread
 * @param neighbours answers, given our TCP port for RTMPT, who else is sent requests of our
 *     sessions
 */
public record DoorPorts(
        List<InetAddress> hosts,
        OptionalInt rtmp,
        OptionalInt http,
        OptionalInt rtmps,
        OptionalInt https,
        Optional<TlsFiles> tls,
        Predicate<InetAddress> proxies,
        Limits limits,
        WatchRules watching,
        WebRules web,
        BooleanSupplier serving,
        IntFunction<Optional<Neighbours>> neighbours) {
    /** Nobody else is sent requests of our sessions. */
    public DoorPorts(
            List<InetAddress> hosts,
            OptionalInt rtmp,
            OptionalInt http,
            OptionalInt rtmps,
            OptionalInt https,
            Optional<TlsFiles> tls,
            Predicate<InetAddress> proxies,
            Limits limits,
            WatchRules watching,
            WebRules web,
            BooleanSupplier serving) {
        this(
                hosts,
                rtmp,
                http,
                rtmps,
                https,
                tls,
                proxies,
                limits,
                watching,
                web,
                serving,
                port -> Optional.empty());
    }

    /**
     * How much there may be of what comes through one door.
     *
     * @param connections TCP connections
     * @param newcomersPerAddress of them those of one address that have not shaken hands yet
     * @param writeDelay how long media to RTMP clients may wait for more to go out with
     * @param idleHold how long RTMPT clients wait for a reply while there is nothing for them
     * @param replySpacing least time between replies to them with what belongs to streams
     * @param sessions RTMPT sessions
     * @param sessionTimeout how long an RTMPT session lives without requests
     * @param ident2 whether {@code /fcs/ident2} is found
     */
    public record Limits(
            int connections,
            int newcomersPerAddress,
            Duration writeDelay,
            Duration idleHold,
            Duration replySpacing,
            int sessions,
            Duration sessionTimeout,
            boolean ident2) {}

    /**
     * The PEM files of a certificate.
     *
     * @param makeMissing whether both are made, for trying out, when neither is there
     */
    public record TlsFiles(Path certificate, Path key, boolean makeMissing) {}
}
