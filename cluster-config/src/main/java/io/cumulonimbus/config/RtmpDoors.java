package io.cumulonimbus.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where clients of RTMP and its forms are received, beside those of RTMFP; on the same local
 * addresses. A port is 1 to 65535; 0 (only in values built by code) lets the system choose; empty
 * receives none.
 *
 * @param rtmp TCP port for RTMP
 * @param http TCP port for RTMPT
 * @param rtmps TCP port for RTMP over TLS
 * @param https TCP port for RTMPT over TLS
 * @param tls present where a port with TLS is
 * @param proxies addresses that are believed what they say of the clients behind them
 * @param neighbours servers that a load balancer sends requests of RTMPT to as well as to this one
 * @param limits what clients are granted
 * @param watch how streams can be watched without RTMP, at the ports for RTMPT
 * @param web what else can be done there over HTTP
 */
public record RtmpDoors(
        OptionalInt rtmp,
        OptionalInt http,
        OptionalInt rtmps,
        OptionalInt https,
        Optional<TlsConfig> tls,
        List<AddressRange> proxies,
        List<Neighbour> neighbours,
        RtmpLimits limits,
        WatchConfig watch,
        WebConfig web) {
    /** What mends a certificate that cannot be used; for the end of a message. */
    public static final String CERTIFICATE_HINT =
            " (keys tls.certificate and tls.key; with rtmps.port and https.port at 0 none is"
                    + " needed)";

    /** No RTMP clients. */
    public static final RtmpDoors NONE =
            new RtmpDoors(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    List.of(),
                    RtmpLimits.DEFAULT);

    /** RTMP and RTMPT on ports that the system chooses. */
    public static final RtmpDoors ANY =
            new RtmpDoors(
                    OptionalInt.of(0),
                    OptionalInt.of(0),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    List.of(),
                    RtmpLimits.DEFAULT);

    public RtmpDoors {
        if ((rtmps.isPresent() || https.isPresent()) && tls.isEmpty()) {
            throw new IllegalArgumentException("TLS without a certificate");
        }
        proxies = List.copyOf(proxies);
        neighbours = List.copyOf(neighbours);
    }

    /** Without neighbours, and streams are watched as usual. */
    public RtmpDoors(
            OptionalInt rtmp,
            OptionalInt http,
            OptionalInt rtmps,
            OptionalInt https,
            Optional<TlsConfig> tls,
            List<AddressRange> proxies,
            RtmpLimits limits) {
        this(
                rtmp,
                http,
                rtmps,
                https,
                tls,
                proxies,
                List.of(),
                limits,
                WatchConfig.DEFAULT,
                WebConfig.DEFAULT);
    }

    /** The same with RTMPS and RTMPTS, too, on ports that the system chooses. */
    public RtmpDoors withTls(TlsConfig config) {
        return new RtmpDoors(
                rtmp,
                http,
                OptionalInt.of(0),
                OptionalInt.of(0),
                Optional.of(config),
                proxies,
                neighbours,
                limits,
                watch,
                web);
    }

    /** The same with other proxies. */
    public RtmpDoors behind(List<AddressRange> others) {
        return new RtmpDoors(rtmp, http, rtmps, https, tls, others, neighbours, limits, watch, web);
    }

    /** The same among these neighbours. */
    public RtmpDoors among(List<Neighbour> others) {
        return new RtmpDoors(rtmp, http, rtmps, https, tls, proxies, others, limits, watch, web);
    }

    /** The same with other limits. */
    public RtmpDoors within(RtmpLimits others) {
        return new RtmpDoors(
                rtmp, http, rtmps, https, tls, proxies, neighbours, others, watch, web);
    }

    /** The same with other ways to watch. */
    public RtmpDoors watched(WatchConfig others) {
        return new RtmpDoors(
                rtmp, http, rtmps, https, tls, proxies, neighbours, limits, others, web);
    }

    /** The same with other things to do over HTTP. */
    public RtmpDoors with(WebConfig others) {
        return new RtmpDoors(
                rtmp, http, rtmps, https, tls, proxies, neighbours, limits, watch, others);
    }
}
