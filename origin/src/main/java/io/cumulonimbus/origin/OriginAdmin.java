package io.cumulonimbus.origin;

import io.cumulonimbus.admin.AdminDoor;
import io.cumulonimbus.admin.ClientMeters;
import io.cumulonimbus.admin.Metrics;
import io.cumulonimbus.admin.ServerMeters;
import io.cumulonimbus.client.Histogram;
import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.net.link.LinkedEdge;
import io.cumulonimbus.origin.app.EventKind;
import io.cumulonimbus.origin.app.EventTimes;
import io.cumulonimbus.origin.app.RealmSheet;
import io.cumulonimbus.origin.rendezvous.IdentityStatistics;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import io.cumulonimbus.rtmfp.relay.RelayStatistics;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The port where operators ask how an origin is. */
public final class OriginAdmin {
    private static final String ROOT = "cumulonimbus.";
    private static final String RELAY = ROOT + "relay.";

    private OriginAdmin() {}

    /**
     * Opens it, if there is to be one. Blocks.
     *
     * @param staying whether the origin has not been told to stop; any thread
     */
    public static Optional<AdminDoor> open(
            AdminConfig config, Origin origin, BooleanSupplier staying) throws StartException {
        Metrics metrics = new Metrics();
        ServerMeters.addShards(metrics, origin::shardStatistics);
        ServerMeters.addKeying(metrics, origin::keyingStatistics);
        ServerMeters.addDoors(metrics, origin::rtmpCensus);
        metrics.source(0, origin::streams)
                .gauge(ROOT + "streams", "Names published or watched now", Integer::intValue);
        metrics.source(origin, () -> CompletableFuture.completedFuture(origin))
                .gauge(ROOT + "edges", "Edges linked now", o -> o.edges().size())
                .gauge(
                        ROOT + "edges.clients",
                        "Clients of edges now",
                        o -> o.edges().stream().mapToInt(LinkedEdge::clients).sum())
                .gauge(
                        ROOT + "files.open",
                        "Recordings and films that are open now",
                        Origin::openFiles);
        OriginControls controls = origin.controls();
        ClientMeters.addClients(metrics, controls.roster());
        ClientMeters.addLimits(metrics, controls.limits());
        ClientMeters.addViewers(metrics, controls::viewers);
        ClientMeters.addTunnels(metrics, controls::tunnels);
        ClientMeters.addLinks(metrics, () -> Metrics.together(controls.links()));
        addApplications(metrics, controls);
        addPeers(metrics, origin);
        addRelay(metrics, origin);
        ClusterMeters.add(metrics, origin.directory());
        BooleanSupplier ready = () -> staying.getAsBoolean() && !controls.isDraining();
        return AdminDoor.open(
                config, metrics, OriginRoutes.of(origin, ports(origin), ready), ready);
    }

    /** What an origin listens on, such as {@code rtmfp=127.0.0.1:1935/udp}. */
    public static List<String> ports(Origin origin) {
        List<String> ports = new ArrayList<>();
        origin.rtmfpAddresses().forEach(at -> ports.add(port("rtmfp", at, "udp")));
        origin.relayAddresses().forEach(at -> ports.add(port("relay", at, "udp")));
        origin.rtmpAddresses().forEach(at -> ports.add(port("rtmp", at, "tcp")));
        origin.rtmpsAddresses().forEach(at -> ports.add(port("rtmps", at, "tcp")));
        origin.httpAddresses().forEach(at -> ports.add(port("http", at, "tcp")));
        origin.httpsAddresses().forEach(at -> ports.add(port("https", at, "tcp")));
        origin.edgesAddress().ifPresent(at -> ports.add(port("edges", at, "tcp")));
        return ports;
    }

    private static String port(String what, InetSocketAddress at, String kind) {
        HostPort shown = new HostPort(at.getAddress().getHostAddress(), at.getPort());
        return what + "=" + shown + "/" + kind;
    }

    private static void addApplications(Metrics metrics, OriginControls controls) {
        String refused = ROOT + "refused";
        String why = "Questions refused because too many were under way, by who was asked";
        metrics.source(List.of(), controls::applications)
                .gauge(ROOT + "applications", "Applications that were loaded", List::size)
                .gauge(
                        ROOT + "application.waiting",
                        "Questions to applications without an answer yet",
                        all -> all.stream().mapToLong(RealmSheet::open).sum())
                .counter(
                        refused,
                        why,
                        all -> all.stream().mapToLong(RealmSheet::refused).sum(),
                        "by",
                        "applications")
                .histograms(
                        ROOT + "application.event",
                        "How long each event took an application, mostly its scripts",
                        "event",
                        OriginAdmin::byEvent);
        metrics.source(0L, now(controls::realmsDeparted))
                .counter(
                        ROOT + "realms.departed",
                        "Realms of which this origin is not the home any more, against its will",
                        Long::doubleValue);
        metrics.source(0L, now(controls::publicationsRefused))
                .counter(refused, why, Long::doubleValue, "by", "streams");
    }

    private static Map<String, Histogram> byEvent(List<RealmSheet> all) {
        EventTimes sum = new EventTimes();
        all.forEach(sheet -> sum.plus(sheet.times()));
        Map<String, Histogram> kinds = new LinkedHashMap<>();
        for (EventKind kind : EventKind.values()) {
            kinds.put(kind.name().toLowerCase(Locale.ROOT), sum.of(kind));
        }
        return kinds;
    }

    private static void addPeers(Metrics metrics, Origin origin) {
        metrics.source(origin.identities(), now(origin::identities))
                .gauge(ROOT + "identities", "Peer ids connected now", IdentityStatistics::held)
                .counter(
                        ROOT + "identities.overridden",
                        "Connections closed because their owner came again",
                        IdentityStatistics::overridden)
                .counter(
                        ROOT + "identities.refused",
                        "Connections refused because their peer id is in use",
                        IdentityStatistics::refused);
        Metrics.Source<Map<IntroductionOutcome, Long>> introductions =
                metrics.source(origin.introductions(), now(origin::introductions));
        for (IntroductionOutcome outcome : IntroductionOutcome.values()) {
            introductions.counter(
                    ROOT + "introductions",
                    "Wishes of clients to meet another, by outcome",
                    ends -> ends.getOrDefault(outcome, 0L),
                    "outcome",
                    outcome.name().toLowerCase(Locale.ROOT));
        }
    }

    private static <S> Supplier<CompletableFuture<S>> now(Supplier<S> figures) {
        return () -> CompletableFuture.completedFuture(figures.get());
    }

    private static void addRelay(Metrics metrics, Origin origin) {
        RelayStatistics nothing = new RelayStatistics(0, 0, 0, 0, 0, 0, 0, 0);
        if (origin.relayAddresses().isEmpty()) {
            return;
        }
        metrics.source(
                        nothing,
                        () ->
                                origin.relayStatistics()
                                        .orElse(CompletableFuture.completedFuture(nothing)))
                .gauge(RELAY + "pairs", "Pairs now", RelayStatistics::pairs)
                .counter(RELAY + "meetings", "Pairs that came about", RelayStatistics::meetings)
                .counter(RELAY + "refused", "Wishes for a place", RelayStatistics::refused)
                .counter(RELAY + "datagrams", "Passed on", RelayStatistics::datagrams)
                .counter(RELAY + "bytes", "Passed on", RelayStatistics::bytes)
                .counter(
                        RELAY + "dropped",
                        "Datagrams thrown away, by reason",
                        RelayStatistics::strangers,
                        "reason",
                        "stranger")
                .counter(
                        RELAY + "dropped",
                        "Datagrams thrown away, by reason",
                        RelayStatistics::early,
                        "reason",
                        "early")
                .counter(
                        RELAY + "dropped",
                        "Datagrams thrown away, by reason",
                        RelayStatistics::overLimit,
                        "reason",
                        "over_limit");
    }
}
