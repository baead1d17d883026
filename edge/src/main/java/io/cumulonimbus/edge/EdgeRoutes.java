package io.cumulonimbus.edge;

import io.cumulonimbus.admin.ClientMeters;
import io.cumulonimbus.admin.ServerRoutes;
import io.cumulonimbus.admin.api.ApiRoute;
import io.cumulonimbus.admin.api.Page;
import io.cumulonimbus.admin.view.Addresses;
import io.cumulonimbus.admin.view.NodeView;
import io.cumulonimbus.admin.view.SessionView;
import io.cumulonimbus.link.LinkStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** What operators may ask an edge, and have it do. */
final class EdgeRoutes {
    private final Edge edge;

    private EdgeRoutes(Edge edge) {
        this.edge = edge;
    }

    /**
     * All of them.
     *
     * @param ready whether it takes clients; any thread
     */
    static List<ApiRoute> of(Edge edge, BooleanSupplier ready) {
        return new EdgeRoutes(edge).all(ready);
    }

    private List<ApiRoute> all(BooleanSupplier ready) {
        ServerRoutes server = new ServerRoutes(edge.roster(), edge::isDraining);
        List<ApiRoute> routes = new ArrayList<>();
        routes.add(server.status("edge", EdgeAdmin.ports(edge), ready, this::figures));
        routes.add(
                ApiRoute.list(
                        "/api/nodes",
                        "listNodes",
                        "This edge and the origin that it is linked to",
                        NodeView.class,
                        call ->
                                EdgeAdmin.all(edge.linkStatistics())
                                        .thenApply(links -> nodes(ready.getAsBoolean(), links))
                                        .thenApply(
                                                all -> Page.of(all, all.size(), NodeView::name))));
        routes.addAll(
                server.sessions(sheet -> CompletableFuture.completedFuture(Optional.empty())));
        routes.addAll(server.drain(edge::drain, edge.departure()));
        return routes;
    }

    private CompletableFuture<Map<String, Long>> figures() {
        return EdgeAdmin.all(edge.linkStatistics())
                .thenApply(
                        links ->
                                Map.of(
                                        "links",
                                        (long) links.size(),
                                        "linked",
                                        edge.isLinked() ? 1L : 0L));
    }

    private List<NodeView> nodes(boolean ready, List<LinkStatistics> links) {
        double roundTrip = ClientMeters.roundTrip(links);
        return List.of(
                new NodeView(
                        "edge",
                        "edge",
                        true,
                        true,
                        Addresses.text(edge.rtmfpAddress()),
                        edge.clients(),
                        Optional.empty(),
                        Optional.of(ready),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new NodeView(
                        edge.origin().orElse("origin"),
                        "origin",
                        false,
                        edge.isLinked(),
                        "",
                        links.stream().mapToLong(LinkStatistics::sessions).sum(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Double.isNaN(roundTrip)
                                ? Optional.empty()
                                : SessionView.milliseconds(Math.round(roundTrip * 1e9))));
    }
}
