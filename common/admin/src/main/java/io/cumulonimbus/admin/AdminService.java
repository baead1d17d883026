package io.cumulonimbus.admin;

import io.cumulonimbus.admin.api.Api;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.web.WebAnswer;
import io.cumulonimbus.net.web.WebRequest;
import io.cumulonimbus.net.web.WebService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** What is found at which path. Owned by one loop. */
final class AdminService implements WebService {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final List<String> METHODS = List.of("GET", "HEAD");
    private static final int LOOKING = 64;

    private final BoundedHop home;
    private final Doorman doorman;
    private final Metrics metrics;
    private final Api api;
    private final Pages pages = new Pages();
    private final BooleanSupplier ready;

    /** Of several who want figures at the same time all get the same. */
    private Optional<CompletableFuture<WebAnswer>> looking = Optional.empty();

    AdminService(Loop loop, Doorman doorman, Metrics metrics, Api api, BooleanSupplier ready) {
        this.home = new BoundedHop(loop, LOOKING);
        this.doorman = doorman;
        this.metrics = metrics;
        this.api = api;
        this.ready = ready;
    }

    @Override
    public CompletableFuture<WebAnswer> serve(WebRequest request) {
        return doorman.turnAway(request).map(AdminService::now).orElseGet(() -> find(request));
    }

    /** Health is told to whoever asks: load balancers seldom know a token. */
    private CompletableFuture<WebAnswer> find(WebRequest request) {
        if (request.path().startsWith(Api.ROOT)) {
            return doorman.demandToken(request)
                    .map(
                            refusal ->
                                    now(
                                            api.error(refusal.status(), refusal.text().strip())
                                                    .with("WWW-Authenticate", "Bearer")))
                    .orElseGet(() -> api.serve(request));
        }
        if (!METHODS.contains(request.method())) {
            return now(WebAnswer.line(405, "Only GET").with("Allow", "GET, HEAD"));
        }
        Optional<WebAnswer> page = pages.find(request.path());
        if (page.isPresent()) {
            return now(page.get());
        }
        return switch (request.path()) {
            case "/health/live" -> now(WebAnswer.line(200, "live"));
            case "/health/ready" ->
                    now(
                            ready.getAsBoolean()
                                    ? WebAnswer.line(200, "ready")
                                    : WebAnswer.line(503, "not ready"));
            default ->
                    doorman.demandToken(request)
                            .map(AdminService::now)
                            .orElseGet(() -> findForOperators(request));
        };
    }

    private CompletableFuture<WebAnswer> findForOperators(WebRequest request) {
        return request.path().equals("/metrics")
                ? figures()
                : now(
                        WebAnswer.line(
                                404,
                                "There is /, /health/live, /health/ready, /metrics and /api/"));
    }

    private CompletableFuture<WebAnswer> figures() {
        if (looking.isEmpty()) {
            CompletableFuture<WebAnswer> answer = new CompletableFuture<>();
            looking = Optional.of(answer);
            metrics.look().whenComplete((done, fault) -> home.insist(() -> tell(answer)));
        }
        return looking.get();
    }

    private void tell(CompletableFuture<WebAnswer> answer) {
        looking = Optional.empty();
        answer.complete(new WebAnswer(200, PROMETHEUS, metrics.text(), Map.of()));
    }

    private static CompletableFuture<WebAnswer> now(WebAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
