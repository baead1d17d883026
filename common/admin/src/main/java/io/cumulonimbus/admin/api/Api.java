package io.cumulonimbus.admin.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cumulonimbus.net.web.WebAnswer;
import io.cumulonimbus.net.web.WebRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All routes: finds the one that is meant, checks its parameters, and writes what it answers. */
public final class Api {
    /** What all paths begin with. */
    public static final String ROOT = "/api/";

    /** Where the description is. */
    public static final String DESCRIPTION = "/api/openapi.json";

    private static final String JSON = "application/json";
    private static final int LONGEST_TEXT = 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final JsonMapper mapper =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .serializationInclusion(JsonInclude.Include.NON_ABSENT)
                    .build();
    private final List<ApiRoute> routes;
    private final WebAnswer description;

    /** Serves these, and their description. */
    public Api(List<ApiRoute> routes) {
        this.routes = List.copyOf(routes);
        this.description = json(200, OpenApi.describe(routes));
    }

    /** Answers a request whose sender may ask. */
    public CompletableFuture<WebAnswer> serve(WebRequest request) {
        boolean asks = request.method().equals("GET") || request.method().equals("HEAD");
        if (request.path().equals(DESCRIPTION)) {
            return now(asks ? description : notAllowed("GET"));
        }
        Map<String, String> found = new HashMap<>();
        List<ApiRoute> there =
                routes.stream().filter(route -> matches(route, request.path(), found)).toList();
        if (there.isEmpty()) {
            return now(error(404, "There is no such thing; see " + DESCRIPTION));
        }
        String method = asks ? "GET" : request.method();
        return there.stream()
                .filter(route -> route.method().equals(method))
                .findFirst()
                .map(route -> call(route, request, found))
                .orElseGet(() -> now(notAllowed(methods(there))));
    }

    private static String methods(List<ApiRoute> there) {
        return there.stream().map(ApiRoute::method).sorted().collect(Collectors.joining(", "));
    }

    private WebAnswer notAllowed(String methods) {
        return error(405, "Only " + methods).with("Allow", methods);
    }

    private static boolean matches(ApiRoute route, String path, Map<String, String> found) {
        String[] wanted = route.path().split("/", -1);
        String[] asked = path.split("/", -1);
        if (wanted.length != asked.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                found.put(wanted[i].substring(1, wanted[i].length() - 1), asked[i]);
            } else if (!wanted[i].equals(asked[i])) {
                return false;
            }
        }
        return true;
    }

    private CompletableFuture<WebAnswer> call(
            ApiRoute route, WebRequest request, Map<String, String> inPath) {
        CompletableFuture<?> work;
        try {
            ApiCall call = checked(route, request, inPath);
            if (route.acts()) {
                LOG.info("An operator asks to {} {}", route.name(), call.values());
            }
            work = route.work().apply(call);
        } catch (ApiRefusal refusal) {
            return now(error(refusal.status(), refusal.getMessage()));
        }
        return work.handle((answer, fault) -> fault == null ? json(200, answer) : failed(fault));
    }

    private WebAnswer failed(Throwable fault) {
        Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
        if (cause instanceof ApiRefusal refusal) {
            return error(refusal.status(), refusal.getMessage());
        }
        LOG.error("A call cannot be answered", cause);
        return error(500, "This failed; the log says why");
    }

    private static ApiCall checked(ApiRoute route, WebRequest request, Map<String, String> inPath) {
        Map<String, String> values = new HashMap<>();
        for (ApiParameter parameter : route.parameters()) {
            Map<String, String> from =
                    parameter.place() == ApiParameter.Place.PATH ? inPath : request.query();
            Optional<String> value = Optional.ofNullable(from.get(parameter.name()));
            if (value.isEmpty() && parameter.required()) {
                throw ApiRefusal.wrong("'" + parameter.name() + "' is missing");
            }
            value.ifPresent(text -> values.put(parameter.name(), check(parameter, text)));
        }
        for (String name : request.query().keySet()) {
            if (!values.containsKey(name)) {
                throw ApiRefusal.wrong("There is no parameter '" + name + "'");
            }
        }
        return new ApiCall(values);
    }

    private static String check(ApiParameter parameter, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw ApiRefusal.wrong("'" + parameter.name() + "' is too long");
        }
        if (parameter.kind() == ApiParameter.Kind.NUMBER) {
            ApiCall.number(parameter.name(), text);
        }
        return text;
    }

    /** The answer that says what is wrong. */
    public WebAnswer error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    private WebAnswer json(int status, Object value) {
        try {
            return new WebAnswer(status, JSON, mapper.writeValueAsString(value), Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<WebAnswer> now(WebAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
