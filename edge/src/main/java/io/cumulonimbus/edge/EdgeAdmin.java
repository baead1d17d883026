package io.cumulonimbus.edge;

import io.cumulonimbus.admin.AdminDoor;
import io.cumulonimbus.admin.ClientMeters;
import io.cumulonimbus.admin.Metrics;
import io.cumulonimbus.admin.ServerMeters;
import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.stream.ViewerFigures;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The port where operators ask how an edge is. */
public final class EdgeAdmin {
    private static final String LINK = "cumulonimbus.link.";

    private EdgeAdmin() {}

    /**
     * Opens it, if there is to be one. Blocks.
     *
     * @param staying whether the edge has not been told to stop; any thread
     */
    public static Optional<AdminDoor> open(AdminConfig config, Edge edge, BooleanSupplier staying)
            throws StartException {
        Metrics metrics = new Metrics();
        ServerMeters.addShards(metrics, edge::shardStatistics);
        ServerMeters.addKeying(metrics, edge::keyingStatistics);
        ServerMeters.addDoors(metrics, edge.rtmp()::census);
        metrics.source(edge, () -> CompletableFuture.completedFuture(edge))
                .gauge("cumulonimbus.clients", "Clients of all protocols now", Edge::clients)
                .gauge(
                        LINK + "up",
                        "1 when the origin is linked, and newcomers are let in",
                        e -> e.isLinked() ? 1 : 0);
        ClientMeters.addClients(metrics, edge.roster());
        ClientMeters.addLimits(metrics, edge.limits());
        ClientMeters.addViewers(
                metrics,
                () ->
                        Metrics.together(edge.viewers())
                                .thenApply(
                                        all ->
                                                all.stream()
                                                        .reduce(
                                                                ViewerFigures.NONE,
                                                                ViewerFigures::plus)));
        ClientMeters.addTunnels(metrics, edge.rtmp()::tunnels);
        ClientMeters.addLinks(metrics, () -> all(edge.linkStatistics()));
        BooleanSupplier ready =
                () -> staying.getAsBoolean() && edge.isLinked() && !edge.isDraining();
        return AdminDoor.open(config, metrics, EdgeRoutes.of(edge, ready), ready);
    }

    /** What an edge listens on, such as {@code rtmfp=127.0.0.1:1935/udp}. */
    public static List<String> ports(Edge edge) {
        List<String> ports = new ArrayList<>();
        add(ports, "rtmfp", edge.rtmfpAddresses(), "udp");
        add(ports, "rtmp", edge.rtmp().rtmpAddresses(), "tcp");
        add(ports, "rtmps", edge.rtmp().rtmpsAddresses(), "tcp");
        add(ports, "http", edge.rtmp().httpAddresses(), "tcp");
        add(ports, "https", edge.rtmp().httpsAddresses(), "tcp");
        return ports;
    }

    private static void add(
            List<String> ports, String what, List<InetSocketAddress> addresses, String kind) {
        for (InetSocketAddress at : addresses) {
            HostPort shown = new HostPort(at.getAddress().getHostAddress(), at.getPort());
            ports.add(what + "=" + shown + "/" + kind);
        }
    }

    static CompletableFuture<List<LinkStatistics>> all(
            List<CompletableFuture<Optional<LinkStatistics>>> asked) {
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(
                        done ->
                                asked.stream()
                                        .map(CompletableFuture::join)
                                        .flatMap(Optional::stream)
                                        .toList());
    }
}
