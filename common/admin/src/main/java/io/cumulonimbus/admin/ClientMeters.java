package io.cumulonimbus.admin;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.net.limits.LimitKind;
import io.cumulonimbus.net.limits.LimitScope;
import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.net.roster.Roster;
import io.cumulonimbus.net.roster.RosterFigures;
import io.cumulonimbus.rtmp.tunnel.TunnelStatistics;
import io.cumulonimbus.stream.Qos;
import io.cumulonimbus.stream.ViewerFigures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The figures of clients, of what they watch, and of what carries them; and their names. */
public final class ClientMeters {
    private static final String ROOT = "cumulonimbus.";
    private static final String LINK = ROOT + "link.";
    private static final String VIEWER = ROOT + "viewer.";
    private static final String TUNNEL = ROOT + "rtmpt.";
    private static final String PROTOCOL = "protocol";
    private static final String DIRECTION = "direction";
    private static final double SECOND_NS = 1e9;

    private ClientMeters() {}

    /** Adds all clients, by how they came. */
    public static void addClients(Metrics metrics, Roster roster) {
        Metrics.Source<RosterFigures> source =
                metrics.source(new RosterFigures(Map.of(), Map.of()), roster::figures);
        for (Protocol protocol : Protocol.values()) {
            addClients(source, protocol);
        }
        for (CloseReason reason : CloseReason.values()) {
            source.counter(
                    ROOT + "sessions.closed",
                    "Clients that have left, by why",
                    figures -> figures.ended().getOrDefault(reason, 0L),
                    "reason",
                    word(reason));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void addClients(Metrics.Source<RosterFigures> source, Protocol protocol) {
        addMessages(source, protocol, word(protocol));
        String tag = word(protocol);
        source.gauge(
                        ROOT + "sessions",
                        "Clients now",
                        of(protocol, RosterFigures.Totals::here),
                        PROTOCOL,
                        tag)
                .counter(
                        ROOT + "sessions.opened",
                        "Clients that came",
                        of(protocol, RosterFigures.Totals::accepted),
                        PROTOCOL,
                        tag)
                .counter(
                        ROOT + "messages.lost",
                        "Parts of messages that clients gave up",
                        of(protocol, RosterFigures.Totals::lostIn),
                        PROTOCOL,
                        tag);
    }

    private static void addMessages(
            Metrics.Source<RosterFigures> source, Protocol protocol, String tag) {
        both(
                source,
                tag,
                "flows",
                "Flows of clients, and to them",
                of(protocol, RosterFigures.Totals::flowsIn),
                of(protocol, RosterFigures.Totals::flowsOut));
        both(
                source,
                tag,
                "messages",
                "Messages from clients, and to them",
                of(protocol, RosterFigures.Totals::messagesIn),
                of(protocol, RosterFigures.Totals::messagesOut));
        both(
                source,
                tag,
                "message.bytes",
                "Bytes of messages from clients, and to them",
                of(protocol, RosterFigures.Totals::bytesIn),
                of(protocol, RosterFigures.Totals::bytesOut));
    }

    private static void both(
            Metrics.Source<RosterFigures> source,
            String tag,
            String name,
            String description,
            ToDoubleFunction<RosterFigures> in,
            ToDoubleFunction<RosterFigures> out) {
        source.counter(ROOT + name, description, in, PROTOCOL, tag, DIRECTION, "in")
                .counter(ROOT + name, description, out, PROTOCOL, tag, DIRECTION, "out");
    }

    private static ToDoubleFunction<RosterFigures> of(
            Protocol protocol, ToLongFunction<RosterFigures.Totals> figure) {
        return figures -> figure.applyAsLong(figures.of(protocol));
    }

    /** Adds how often somebody had enough. */
    public static void addLimits(Metrics metrics, Limits limits) {
        Metrics.Source<Limits> source =
                metrics.source(limits, () -> CompletableFuture.completedFuture(limits));
        for (LimitScope scope : LimitScope.values()) {
            for (LimitKind kind : LimitKind.values()) {
                source.counter(
                        ROOT + "limited",
                        "How often a client was refused, or made to wait, because those of its"
                                + " address or account had enough",
                        l -> l.refused(scope, kind),
                        "of",
                        word(scope),
                        "reason",
                        word(kind));
            }
        }
    }

    /** Adds what viewers get from here. */
    public static void addViewers(
            Metrics metrics, Supplier<CompletableFuture<ViewerFigures>> viewers) {
        String dropped = VIEWER + "frames.dropped";
        String why = "Frames that a viewer did not get, by reason";
        metrics.source(ViewerFigures.NONE, viewers)
                .gauge(ROOT + "viewers", "Viewers served from here now", ViewerFigures::viewers)
                .gauge(
                        ROOT + "streams.watched",
                        "Streams handed out here now, once for each thread",
                        ViewerFigures::streams)
                .counter(VIEWER + "frames", "Frames written to viewers", qos(Qos::frames))
                .counter(VIEWER + "bytes", "Bytes of these", qos(Qos::bytes))
                .counter(dropped, why, qos(Qos::dropped), "reason", "held_back")
                .counter(dropped, why, qos(Qos::abandoned), "reason", "late")
                .counter(dropped, why, qos(Qos::lost), "reason", "never_came")
                .histogram(
                        VIEWER + "queue.age",
                        "How long media waits for viewers, as seen at every eighth frame",
                        ViewerFigures::ages);
    }

    private static ToDoubleFunction<ViewerFigures> qos(ToLongFunction<Qos> figure) {
        return figures -> figure.applyAsLong(figures.qos());
    }

    /** Adds the tunnels of RTMPT. */
    public static void addTunnels(
            Metrics metrics, Supplier<List<CompletableFuture<TunnelStatistics>>> tunnels) {
        String requests = TUNNEL + "requests.odd";
        String odd = "Requests that were not the next of a session, by what they were";
        metrics.sources(tunnels)
                .gauge(TUNNEL + "tunnels", "Tunnels now", sum(TunnelStatistics::sessions))
                .counter(TUNNEL + "opened", "Tunnels opened", sum(TunnelStatistics::opened))
                .counter(
                        TUNNEL + "refused",
                        "Tunnels that were refused, by reason",
                        sum(TunnelStatistics::refused),
                        "reason",
                        "too_many")
                .counter(
                        TUNNEL + "refused",
                        "Tunnels that were refused, by reason",
                        sum(TunnelStatistics::foreign),
                        "reason",
                        "no_rtmp")
                .counter(requests, odd, sum(TunnelStatistics::unknown), "kind", "unknown_session")
                .counter(requests, odd, sum(TunnelStatistics::repeated), "kind", "repeated")
                .counter(requests, odd, sum(TunnelStatistics::skipped), "kind", "missing");
    }

    private static <S> ToDoubleFunction<List<S>> sum(ToLongFunction<S> figure) {
        return all -> all.stream().mapToLong(figure).sum();
    }

    /** Adds the links between edges and origins that there are. */
    public static void addLinks(
            Metrics metrics, Supplier<CompletableFuture<List<LinkStatistics>>> links) {
        // A link that is dialled anew begins at 0, as a counter may that its server was restarted.
        Metrics.Source<List<LinkStatistics>> source = metrics.source(List.of(), links);
        source.gauge(LINK + "sessions", "Clients on links now", sum(LinkStatistics::sessions))
                .gauge(LINK + "backlog.bytes", "Waiting to be sent", sum(LinkStatistics::backlog))
                .gauge(
                        LINK + "round.trip.seconds",
                        "The longest last round trip of all links",
                        ClientMeters::roundTrip)
                .counter(
                        LINK + "expired",
                        "Messages given up because they waited for too long",
                        sum(LinkStatistics::expired))
                .counter(
                        LINK + "media.dropped",
                        "Frames of streams left out because the link did not keep up",
                        sum(LinkStatistics::mediaDropped))
                .counter(
                        LINK + "faults",
                        "Sessions closed for a fault of the server",
                        sum(LinkStatistics::faults));
        both(source, "bytes", sum(LinkStatistics::bytesIn), sum(LinkStatistics::bytesOut));
        both(source, "frames", sum(LinkStatistics::framesIn), sum(LinkStatistics::framesOut));
    }

    private static void both(
            Metrics.Source<List<LinkStatistics>> source,
            String name,
            ToDoubleFunction<List<LinkStatistics>> in,
            ToDoubleFunction<List<LinkStatistics>> out) {
        source.counter(LINK + name, "On links", in, DIRECTION, "in")
                .counter(LINK + name, "On links", out, DIRECTION, "out");
    }

    /** The longest last round trip of links in seconds; not a number when there is none. */
    public static double roundTrip(List<LinkStatistics> links) {
        return links.stream()
                .mapToLong(LinkStatistics::roundTripNs)
                .filter(ns -> ns >= 0)
                .mapToDouble(ns -> ns / SECOND_NS)
                .max()
                .orElse(Double.NaN);
    }
}
