package io.cumulonimbus.admin;

import io.cumulonimbus.net.doors.DoorCensus;
import io.cumulonimbus.net.rtmp.HandshakeFailure;
import io.cumulonimbus.net.udp.KeyingStatistics;
import io.cumulonimbus.net.udp.ShardStatistics;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The figures that every server has which clients come to, and their names. */
public final class ServerMeters {
    private static final String RTMFP = "cumulonimbus.rtmfp.";
    private static final String DROPPED = RTMFP + "dropped";
    private static final String WHY_DROPPED = "What arrived and was thrown away, by reason";
    private static final String FAILED = RTMFP + "handshakes.failed";
    private static final String WHY_FAILED = "Steps of handshakes that led nowhere, by reason";

    private ServerMeters() {}

    /** Adds the figures of all shards together. */
    public static void addShards(
            Metrics metrics, Supplier<List<CompletableFuture<ShardStatistics>>> shards) {
        Metrics.Source<List<ShardStatistics>> source = metrics.sources(shards);
        addSessions(source);
        addTraffic(source);
        addRoundTrips(source);
        addHandshakes(source);
        addDrops(source);
    }

    private static void addSessions(Metrics.Source<List<ShardStatistics>> source) {
        source.gauge(RTMFP + "sessions", "Sessions now", sum(EndpointStatistics::sessions))
                .gauge(
                        RTMFP + "sessions.unproven",
                        "Of those, sessions from which nothing came yet",
                        sum(EndpointStatistics::halfOpen))
                .gauge(
                        RTMFP + "buffered.bytes",
                        "Received, and incomplete or not taken yet",
                        shards ->
                                shards.stream()
                                        .mapToLong(shard -> shard.endpoint().buffered())
                                        .max()
                                        .orElse(0))
                .counter(
                        RTMFP + "sessions.accepted",
                        "Sessions that became open",
                        sum(EndpointStatistics::accepted))
                .counter(
                        RTMFP + "sessions.faults",
                        "Sessions closed for a fault of the server",
                        sum(EndpointStatistics::faults))
                .counter(
                        RTMFP + "faults",
                        "Faults of the server that concerned no single session",
                        of(ShardStatistics::faults));
    }

    private static void addTraffic(Metrics.Source<List<ShardStatistics>> source) {
        String datagrams = RTMFP + "datagrams";
        String bytes = RTMFP + "bytes";
        source.counter(datagrams, "Datagrams", sum(EndpointStatistics::received), "direction", "in")
                .counter(datagrams, "Datagrams", sum(EndpointStatistics::sent), "direction", "out")
                .counter(
                        bytes,
                        "UDP payload",
                        sum(EndpointStatistics::receivedBytes),
                        "direction",
                        "in")
                .counter(
                        bytes,
                        "UDP payload",
                        sum(EndpointStatistics::sentBytes),
                        "direction",
                        "out")
                .counter(
                        RTMFP + "fragments",
                        "Fragments of user data sent, repeated ones included",
                        sum(EndpointStatistics::fragments))
                .counter(
                        RTMFP + "retransmitted",
                        "Fragments sent again",
                        sum(EndpointStatistics::retransmitted))
                .counter(
                        RTMFP + "lost",
                        "Fragments found missing, or timed out",
                        sum(EndpointStatistics::lost))
                .counter(
                        RTMFP + "timeouts",
                        "How often nothing was acknowledged for too long",
                        sum(EndpointStatistics::timeouts));
    }

    private static void addRoundTrips(Metrics.Source<List<ShardStatistics>> source) {
        source.histogram(
                RTMFP + "round.trip",
                "Round trips that packets told, of all sessions",
                shards ->
                        Histograms.sum(
                                shards.stream()
                                        .map(shard -> shard.endpoint().roundTrips())
                                        .toList()));
    }

    private static void addHandshakes(Metrics.Source<List<ShardStatistics>> source) {
        source.gauge(
                        RTMFP + "keyings",
                        "Key agreements being computed now",
                        sum(EndpointStatistics::keyings))
                .counter(RTMFP + "hellos", "Initiator hellos", sum(EndpointStatistics::hellos));
        failed(source, "hello_unanswered", EndpointStatistics::unansweredHellos);
        failed(source, "bad_cookie", EndpointStatistics::badCookies);
        failed(source, "keying_refused", EndpointStatistics::refusedKeyings);
    }

    private static void failed(
            Metrics.Source<List<ShardStatistics>> source,
            String reason,
            ToLongFunction<EndpointStatistics> figure) {
        source.counter(FAILED, WHY_FAILED, sum(figure), "reason", reason);
    }

    private static void addDrops(Metrics.Source<List<ShardStatistics>> source) {
        dropped(source, "not_verified", sum(EndpointStatistics::rejected));
        dropped(source, "unknown_session", sum(EndpointStatistics::unknownSession));
        dropped(source, "malformed", sum(EndpointStatistics::malformed));
        dropped(source, "over_limit", sum(EndpointStatistics::overLimit));
        dropped(source, "hand_over", of(ShardStatistics::handOversDropped));
        source.counter(
                        RTMFP + "unsent",
                        "Datagrams that were to be sent, and were thrown away",
                        of(ShardStatistics::unsent))
                .counter(
                        RTMFP + "handed.over",
                        "Datagrams that arrived at another thread's socket",
                        of(ShardStatistics::handedOver));
    }

    private static void dropped(
            Metrics.Source<List<ShardStatistics>> source,
            String reason,
            ToDoubleFunction<List<ShardStatistics>> figure) {
        source.counter(DROPPED, WHY_DROPPED, figure, "reason", reason);
    }

    private static ToDoubleFunction<List<ShardStatistics>> sum(
            ToLongFunction<EndpointStatistics> figure) {
        return of(shard -> figure.applyAsLong(shard.endpoint()));
    }

    private static ToDoubleFunction<List<ShardStatistics>> of(
            ToLongFunction<ShardStatistics> figure) {
        return shards -> shards.stream().mapToLong(figure).sum();
    }

    /** Adds what the pool for Diffie-Hellman did. */
    public static void addKeying(Metrics metrics, Supplier<KeyingStatistics> keying) {
        metrics.source(keying.get(), () -> CompletableFuture.completedFuture(keying.get()))
                .counter(
                        RTMFP + "keyings.done",
                        "Key agreements, refused ones included",
                        KeyingStatistics::done)
                .counter(
                        RTMFP + "keyings.unprepared",
                        "Of those, such that found no key pair in stock",
                        KeyingStatistics::unprepared)
                .counter(FAILED, WHY_FAILED, KeyingStatistics::dropped, "reason", "keying_no_room");
    }

    /** Adds the connections of RTMP clients. */
    public static void addDoors(Metrics metrics, Supplier<DoorCensus> doors) {
        String connections = "cumulonimbus.rtmp.connections";
        String description = "TCP connections of RTMP clients now, by port";
        Metrics.Source<DoorCensus> source =
                metrics.source(doors.get(), () -> CompletableFuture.completedFuture(doors.get()));
        for (HandshakeFailure failure : HandshakeFailure.values()) {
            source.counter(
                    "cumulonimbus.rtmp.handshakes.failed",
                    "TCP connections for RTMP that came to nothing, by reason",
                    census -> census.failed().getOrDefault(failure, 0L),
                    "reason",
                    failure.name().toLowerCase(Locale.ROOT));
        }
        source.gauge(connections, description, DoorCensus::rtmp, "port", "rtmp")
                .gauge(connections, description, DoorCensus::rtmps, "port", "rtmps")
                .gauge(connections, description, DoorCensus::http, "port", "http")
                .gauge(connections, description, DoorCensus::https, "port", "https")
                .counter(
                        "cumulonimbus.tls.handshake.steps",
                        "Expensive steps of TLS handshakes, by what became of them",
                        DoorCensus::tlsDone,
                        "outcome",
                        "done")
                .counter(
                        "cumulonimbus.tls.handshake.steps",
                        "Expensive steps of TLS handshakes, by what became of them",
                        DoorCensus::tlsRefused,
                        "outcome",
                        "refused");
    }
}
