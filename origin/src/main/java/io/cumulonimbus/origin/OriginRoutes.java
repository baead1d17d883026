package io.cumulonimbus.origin;

import io.cumulonimbus.admin.ServerRoutes;
import io.cumulonimbus.admin.api.ApiCall;
import io.cumulonimbus.admin.api.ApiParameter;
import io.cumulonimbus.admin.api.ApiRefusal;
import io.cumulonimbus.admin.api.ApiRoute;
import io.cumulonimbus.admin.api.Done;
import io.cumulonimbus.admin.api.Page;
import io.cumulonimbus.admin.view.ApplicationView;
import io.cumulonimbus.admin.view.BanView;
import io.cumulonimbus.admin.view.GroupView;
import io.cumulonimbus.admin.view.NodeView;
import io.cumulonimbus.admin.view.StreamView;
import io.cumulonimbus.config.LiteralAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What operators may ask an origin, and have it do. */
final class OriginRoutes {
    private static final ApiParameter NAME =
            ApiParameter.demanded("name", "The name as the list has it");
    private static final ApiParameter ADDRESS =
            ApiParameter.demanded("address", "An address of IPv4 or IPv6, in numbers");

    private final Origin origin;
    private final OriginControls controls;

    private OriginRoutes(Origin origin) {
        this.origin = origin;
        this.controls = origin.controls();
    }

    /**
     * All of them.
     *
     * @param ports what it listens on
     * @param ready whether it takes clients; any thread
     */
    static List<ApiRoute> of(Origin origin, List<String> ports, BooleanSupplier ready) {
        return new OriginRoutes(origin).all(ports, ready);
    }

    private List<ApiRoute> all(List<String> ports, BooleanSupplier ready) {
        ServerRoutes server = new ServerRoutes(controls.roster(), controls::isDraining);
        List<ApiRoute> routes = new ArrayList<>();
        routes.add(server.status("origin", ports, ready, this::figures));
        routes.add(nodes(ready));
        routes.addAll(server.sessions(new Diagnosis(origin)::of));
        routes.addAll(streams());
        routes.add(groups());
        routes.addAll(applications());
        routes.addAll(IntroductionRoutes.of(origin, controls));
        routes.addAll(bans());
        routes.addAll(server.drain(controls::drain, origin.departure()));
        return routes;
    }

    private CompletableFuture<Map<String, Long>> figures() {
        return origin.streams()
                .thenApply(
                        streams ->
                                Map.of(
                                        "streams", (long) streams,
                                        "edges", (long) origin.edges().size(),
                                        "files", (long) origin.openFiles()));
    }

    private ApiRoute nodes(BooleanSupplier ready) {
        return ApiRoute.list(
                "/api/nodes",
                "listNodes",
                "This origin and the servers that work with it",
                NodeView.class,
                call ->
                        controls.roster()
                                .figures()
                                .thenApply(
                                        figures ->
                                                OriginNodes.of(
                                                        origin,
                                                        ready.getAsBoolean(),
                                                        figures.here()))
                                .thenApply(nodes -> Page.of(nodes, nodes.size(), NodeView::name)));
    }

    private List<ApiRoute> streams() {
        return List.of(
                ApiRoute.list(
                        "/api/streams",
                        "listStreams",
                        "Streams that are published or watched, in the order of their names",
                        StreamView.class,
                        call -> {
                            int limit = call.limit();
                            return controls.streams(call.after(), limit + 1)
                                    .thenApply(s -> s.stream().map(StreamViews::view).toList())
                                    .thenApply(all -> Page.of(all, limit, StreamView::name));
                        },
                        ApiParameter.AFTER,
                        ApiParameter.LIMIT),
                ApiRoute.action(
                        "DELETE",
                        "/api/streams",
                        "unpublish",
                        "Ends a publication",
                        call ->
                                controls.unpublish(call.demand(NAME.name()))
                                        .thenApply(
                                                done ->
                                                        done(
                                                                done,
                                                                "The stream is being ended",
                                                                "Nobody publishes this stream")),
                        NAME));
    }

    private ApiRoute groups() {
        return ApiRoute.list(
                "/api/groups",
                "listGroups",
                "NetGroups, in the order of their ids",
                GroupView.class,
                call -> {
                    int limit = call.limit();
                    return controls.groups(call.after(), limit + 1)
                            .thenApply(
                                    groups ->
                                            groups.entrySet().stream()
                                                    .map(
                                                            g ->
                                                                    new GroupView(
                                                                            g.getKey(),
                                                                            g.getValue()))
                                                    .toList())
                            .thenApply(all -> Page.of(all, limit, GroupView::id));
                },
                ApiParameter.AFTER,
                ApiParameter.LIMIT);
    }

    private List<ApiRoute> applications() {
        return List.of(
                ApiRoute.list(
                        "/api/applications",
                        "listApplications",
                        "Applications that were loaded, in the order of their paths",
                        ApplicationView.class,
                        call -> {
                            int limit = call.limit();
                            return controls.applications()
                                    .thenApply(
                                            all ->
                                                    all.stream()
                                                            .map(ApplicationViews::view)
                                                            .filter(
                                                                    one ->
                                                                            one.path()
                                                                                            .compareTo(
                                                                                                    call
                                                                                                            .after())
                                                                                    > 0)
                                                            .toList())
                                    .thenApply(all -> Page.of(all, limit, ApplicationView::path));
                        },
                        ApiParameter.AFTER,
                        ApiParameter.LIMIT),
                ApiRoute.action(
                        "POST",
                        "/api/applications/reload",
                        "reload",
                        "Loads scripts again; those who are connected stay",
                        this::reload,
                        ApiParameter.query(
                                "path",
                                ApiParameter.Kind.TEXT,
                                "Of which application, with those below it; all when missing")));
    }

    private CompletableFuture<Done> reload(ApiCall call) {
        String path = ServerRoutes.bare(call.text("path").orElse(""));
        return controls.reload(path)
                .thenApply(
                        found ->
                                path.isEmpty()
                                        ? new Done("Applications were loaded again")
                                        : done(
                                                found,
                                                "The application was loaded again",
                                                "No application of this path was loaded"));
    }

    private List<ApiRoute> bans() {
        return List.of(
                ApiRoute.list(
                        "/api/bans",
                        "listBans",
                        "Addresses that are ignored, in the order of their texts",
                        BanView.class,
                        call -> {
                            int limit = call.limit();
                            Stream<String> behind =
                                    controls.banned().stream()
                                            .filter(one -> one.compareTo(call.after()) > 0);
                            List<BanView> some =
                                    behind.limit(limit + 1L).map(BanView::new).toList();
                            return CompletableFuture.completedFuture(
                                    Page.of(some, limit, BanView::address));
                        },
                        ApiParameter.AFTER,
                        ApiParameter.LIMIT),
                ApiRoute.action(
                        "PUT",
                        "/api/bans",
                        "ban",
                        "Ignores an address, and puts out its clients",
                        call -> ban(call, true),
                        ADDRESS),
                ApiRoute.action(
                        "DELETE",
                        "/api/bans",
                        "unban",
                        "Ignores an address no more",
                        call -> ban(call, false),
                        ADDRESS));
    }

    private CompletableFuture<Done> ban(ApiCall call, boolean wanted) {
        InetAddress address =
                LiteralAddress.parse(call.demand(ADDRESS.name()))
                        .orElseThrow(
                                () -> ApiRefusal.wrong("'address' is not an address in numbers"));
        controls.ban(address, wanted);
        return CompletableFuture.completedFuture(
                new Done(wanted ? "The address is ignored" : "The address is not ignored"));
    }

    private static Done done(boolean found, String done, String missing) {
        if (!found) {
            throw ApiRefusal.notThere(missing);
        }
        return new Done(done);
    }
}
