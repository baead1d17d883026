package io.cumulonimbus.admin;

import io.cumulonimbus.admin.api.ApiCall;
import io.cumulonimbus.admin.api.ApiParameter;
import io.cumulonimbus.admin.api.ApiRefusal;
import io.cumulonimbus.admin.api.ApiRoute;
import io.cumulonimbus.admin.api.Done;
import io.cumulonimbus.admin.api.Page;
import io.cumulonimbus.admin.view.ConnectivityView;
import io.cumulonimbus.admin.view.DrainView;
import io.cumulonimbus.admin.view.SessionDetail;
import io.cumulonimbus.admin.view.SessionView;
import io.cumulonimbus.admin.view.StatusView;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.gateway.Departure;
import io.cumulonimbus.net.roster.ClientSheet;
import io.cumulonimbus.net.roster.Roster;
import io.cumulonimbus.net.roster.RosterFigures;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What every server that clients come to tells, and does. */
public final class ServerRoutes {
    private static final String NUMBER = "A number from the list";
    private static final double MS = 1000;

    private final Roster roster;
    private final BooleanSupplier draining;

    /**
     * Of the server with these clients.
     *
     * @param draining whether it takes no further ones; any thread
     */
    public ServerRoutes(Roster roster, BooleanSupplier draining) {
        this.roster = roster;
        this.draining = draining;
    }

    /**
     * How it is.
     *
     * @param program origin or edge
     * @param ports what it listens on
     * @param figures further ones, by name
     */
    public ApiRoute status(
            String program,
            List<String> ports,
            BooleanSupplier ready,
            Supplier<CompletableFuture<Map<String, Long>>> figures) {
        return ApiRoute.get(
                "/api/status",
                "status",
                "How this server is",
                StatusView.class,
                call ->
                        roster.figures()
                                .thenCombine(
                                        figures.get(),
                                        (clients, more) ->
                                                status(
                                                        program,
                                                        ports,
                                                        ready.getAsBoolean(),
                                                        clients,
                                                        more)));
    }

    private StatusView status(
            String program,
            List<String> ports,
            boolean ready,
            RosterFigures clients,
            Map<String, Long> more) {
        Map<String, Long> sessions = new TreeMap<>();
        clients.protocols().forEach((protocol, t) -> sessions.put(protocol.name(), t.here()));
        var all = clients.protocols().values();
        return new StatusView(
                program,
                Optional.ofNullable(ServerRoutes.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                ProcessHandle.current().pid(),
                (long) (ManagementFactory.getRuntimeMXBean().getUptime() / MS),
                ready,
                draining.getAsBoolean(),
                ports,
                sessions,
                new StatusView.InAndOut(
                        all.stream().mapToLong(RosterFigures.Totals::messagesIn).sum(),
                        all.stream().mapToLong(RosterFigures.Totals::messagesOut).sum()),
                new StatusView.InAndOut(
                        all.stream().mapToLong(RosterFigures.Totals::bytesIn).sum(),
                        all.stream().mapToLong(RosterFigures.Totals::bytesOut).sum()),
                more);
    }

    /**
     * Its clients.
     *
     * @param connectivity how others can reach one, where that is known
     */
    public List<ApiRoute> sessions(
            Function<ClientSheet, CompletableFuture<Optional<ConnectivityView>>> connectivity) {
        return List.of(
                ApiRoute.list(
                        "/api/sessions",
                        "listSessions",
                        "Clients, in the order in which they came",
                        SessionView.class,
                        this::page,
                        ApiParameter.AFTER,
                        ApiParameter.LIMIT,
                        ApiParameter.query(
                                "protocol", ApiParameter.Kind.TEXT, "Only those that came by it"),
                        ApiParameter.query(
                                "application",
                                ApiParameter.Kind.TEXT,
                                "Only those of the application with this path"),
                        ApiParameter.query(
                                "search",
                                ApiParameter.Kind.TEXT,
                                "Only those with this in their peer id or address")),
                ApiRoute.get(
                        "/api/sessions/{id}",
                        "inspectSession",
                        "All that is known of a client",
                        SessionDetail.class,
                        call -> inspect(call, connectivity),
                        ApiParameter.path("id", NUMBER)),
                ApiRoute.action(
                        "DELETE",
                        "/api/sessions/{id}",
                        "disconnect",
                        "Ends the session of a client",
                        this::disconnect,
                        ApiParameter.path("id", NUMBER)));
    }

    private CompletableFuture<Page<SessionView>> page(ApiCall call) {
        int limit = call.limit();
        return roster.page(call.afterNumber(), limit + 1, wanted(call))
                .thenApply(sheets -> sheets.stream().map(SessionView::of).toList())
                .thenApply(sessions -> Page.of(sessions, limit, SessionView::id));
    }

    private static Predicate<ClientSheet> wanted(ApiCall call) {
        Optional<Protocol> protocol = call.text("protocol").map(ServerRoutes::protocol);
        Optional<String> application = call.text("application").map(ServerRoutes::bare);
        Optional<String> search = call.text("search").map(text -> text.toLowerCase(Locale.ROOT));
        return sheet ->
                protocol.filter(p -> p != sheet.protocol()).isEmpty()
                        && (application.isEmpty() || application.equals(sheet.application()))
                        && search.filter(
                                        text ->
                                                !sheet.peerId().contains(text)
                                                        && !String.valueOf(sheet.address())
                                                                .contains(text))
                                .isEmpty();
    }

    /** The path of an application without the slash that may stand before it. */
    public static String bare(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static Protocol protocol(String name) {
        return Arrays.stream(Protocol.values())
                .filter(p -> p.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> ApiRefusal.wrong("There is no protocol " + name));
    }

    private CompletableFuture<SessionDetail> inspect(
            ApiCall call,
            Function<ClientSheet, CompletableFuture<Optional<ConnectivityView>>> connectivity) {
        return roster.find(call.number("id", 0))
                .thenCompose(
                        found -> {
                            ClientSheet sheet = found.orElseThrow(ServerRoutes::noSession);
                            return connectivity
                                    .apply(sheet)
                                    .thenApply(c -> new SessionDetail(SessionView.of(sheet), c));
                        });
    }

    private static ApiRefusal noSession() {
        return ApiRefusal.notThere("No client has this number; it may have left");
    }

    private CompletableFuture<Done> disconnect(ApiCall call) {
        return roster.close(call.number("id", 0))
                .thenApply(
                        here -> {
                            if (!here) {
                                throw noSession();
                            }
                            return new Done("The session is being closed");
                        });
    }

    /**
     * Lets nobody in any more, and tells how its clients leave.
     *
     * @param departure has its steps
     */
    public List<ApiRoute> drain(Runnable drain, Departure departure) {
        return List.of(
                ApiRoute.get(
                        "/api/drain",
                        "drainSteps",
                        "What was done so far to be rid of clients, and who is still here",
                        DrainView.class,
                        call ->
                                roster.figures()
                                        .thenApply(
                                                clients ->
                                                        DrainView.of(
                                                                departure,
                                                                draining.getAsBoolean(),
                                                                clients.here()))),
                ApiRoute.action(
                        "POST",
                        "/api/drain",
                        "drain",
                        "Lets nobody in any more, for as long as the server runs; those who are"
                                + " here stay",
                        call -> {
                            if (!draining.getAsBoolean()) {
                                departure.done("operators want nobody to be let in any more");
                            }
                            drain.run();
                            return CompletableFuture.completedFuture(
                                    new Done("Nobody is let in any more"));
                        }));
    }
}
