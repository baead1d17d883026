package io.cumulonimbus.net.rpc;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.watch.WatchHttp;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.watch.WatchPath;
import io.cumulonimbus.watch.WatchRequest;
import io.cumulonimbus.watch.WebPath;
import io.cumulonimbus.watch.json.MalformedJsonException;
import io.cumulonimbus.watch.json.ScriptBatch;
import io.cumulonimbus.watch.json.ScriptCall;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Decides what becomes of requests that call functions of applications. Any thread. */
public final class RpcDesk {
    private static final String JSON = "application/json";
    private static final int MOST_PARAMETERS = 64;

    private final WebRules rules;
    private final Function<Loop, ClientAcceptor> acceptors;
    private final BooleanSupplier serving;
    private final RandomGenerator random;

    /**
     * @param acceptors answers who takes the clients of a loop
     * @param serving whether newcomers can be served at this moment; any thread
     * @param random unpredictable and thread-safe
     */
    public RpcDesk(
            WebRules rules,
            Function<Loop, ClientAcceptor> acceptors,
            BooleanSupplier serving,
            RandomGenerator random) {
        this.rules = rules;
        this.acceptors = acceptors;
        this.serving = serving;
        this.random = random;
    }

    /** Whether a request is answered with what a function answers. */
    public boolean answers(WatchHttp request) {
        if (!rules.rpc()) {
            return false;
        }
        Optional<WebPath> path = WebPath.parse(request.target());
        return switch (request.method()) {
            case "GET" -> path.filter(WebPath::isCall).isPresent() && !request.isUpgrade();
            case "POST" -> path.isPresent() && isJson(request);
            case "OPTIONS" ->
                    path.isPresent()
                            && !request.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
                                    .isEmpty();
            default -> false;
        };
    }

    private static boolean isJson(WatchHttp request) {
        String type = request.header(HttpHeaderNames.CONTENT_TYPE).toLowerCase(Locale.ROOT);
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equals(JSON);
    }

    /** Whether a request makes its connection one that calls go both ways on. */
    public boolean upgrades(WatchHttp request) {
        return rules.rpc()
                && request.method().equals("GET")
                && request.isUpgrade()
                && WebPath.parse(request.target()).isPresent();
    }

    /** Whether a request makes its connection one that carries a file. */
    public boolean shows(WatchHttp request) {
        boolean reads = request.method().equals("GET") || request.isHead();
        return rules.files() && reads && WebPath.publicFile(request.target()).isPresent();
    }

    /**
     * Gives the connection over to the file that it asks for. On its loop; the socket has no
     * handlers any more but those for TLS.
     *
     * @param writer of the socket
     * @param known to be called once the application has decided
     */
    public Optional<FileSocket> show(
            NettyLoop loop,
            SocketChannel socket,
            SocketWriter writer,
            WatchHttp request,
            Runnable known) {
        WebPath path = WebPath.publicFile(request.target()).orElseThrow();
        FileHead head = new FileHead(request, path.last());
        boolean allowed = rules.allowsPage(request);
        if (!allowed || !serving.getAsBoolean()) {
            byte[] refusal =
                    allowed
                            ? head.refusal(503, "Service Unavailable")
                            : head.refusal(403, "Forbidden");
            writer.write(refusal, 0, refusal.length);
            writer.close();
            return Optional.empty();
        }
        WatchRequest wish = wish(request, path.application());
        FileSocket file = new FileSocket(loop, socket, writer, head, wish, known, random);
        file.start(acceptors.apply(loop));
        return Optional.of(file);
    }

    /**
     * Calls a function, and answers what it answers.
     *
     * @param loop of the connection
     * @param reply takes the whole reply of HTTP, once, on the loop
     */
    public void call(Loop loop, WatchHttp request, byte[] body, Consumer<HttpReply> reply) {
        if (!rules.allows(request)) {
            reply.accept(RpcReply.failure(request, 403, "Not from this web site"));
        } else if (request.method().equals("OPTIONS")) {
            reply.accept(RpcReply.preflight(request));
        } else if (!serving.getAsBoolean()) {
            reply.accept(RpcReply.failure(request, 503, "Not now"));
        } else {
            try {
                boolean get = request.method().equals("GET");
                ScriptBatch calls =
                        get ? ScriptBatch.of(ofQuery(request)) : ScriptBatch.parse(body);
                WatchRequest wish = wish(request, get);
                new HttpCall(loop, request, wish, calls, reply, random)
                        .start(acceptors.apply(loop));
            } catch (MalformedJsonException broken) {
                reply.accept(RpcReply.failure(request, 400, broken.getMessage()));
            }
        }
    }

    /** The parameters, if there are any, are one object of texts. */
    private static ScriptCall ofQuery(WatchHttp request) throws MalformedJsonException {
        WebPath path = WebPath.parse(request.target()).orElseThrow();
        Map<String, String> parameters = new LinkedHashMap<>();
        try {
            QueryStringDecoder query =
                    new QueryStringDecoder(
                            path.query(), StandardCharsets.UTF_8, false, MOST_PARAMETERS, true);
            for (Map.Entry<String, List<String>> one : query.parameters().entrySet()) {
                if (!one.getKey().isEmpty()) {
                    parameters.put(one.getKey(), one.getValue().getLast());
                }
            }
        } catch (IllegalArgumentException broken) {
            throw new MalformedJsonException("no query");
        }
        return ScriptCall.of(path.last(), parameters);
    }

    /**
     * Gives the connection over to a client that calls and is called, or answers why not and ends
     * it. On its loop; the socket has no handlers any more but those for TLS.
     *
     * @param writer of the socket
     * @param known to be called once the application has decided
     */
    public Optional<RpcSocket> serve(
            NettyLoop loop,
            SocketChannel socket,
            SocketWriter writer,
            WatchHttp request,
            Runnable known) {
        boolean allowed = rules.allows(request);
        if (!allowed || !serving.getAsBoolean()) {
            HttpReply refusal =
                    allowed
                            ? RpcReply.failure(request, 503, "Not now")
                            : RpcReply.failure(request, 403, "Not from this web site");
            writer.write(refusal.bytes(), 0, refusal.bytes().length);
            writer.close();
            return Optional.empty();
        }
        RpcSocket calling =
                new RpcSocket(loop, socket, writer, request, wish(request, false), known, random);
        calling.start(acceptors.apply(loop));
        return Optional.of(calling);
    }

    private static WatchRequest wish(WatchHttp request, boolean withMethod) {
        return wish(
                request,
                withMethod
                        ? WebPath.parse(request.target()).orElseThrow().application()
                        : WebPath.application(request.target()).orElseThrow());
    }

    private static WatchRequest wish(WatchHttp request, WatchPath application) {
        return new WatchRequest(
                protocol(request),
                request.from(),
                application,
                request.host(),
                request.header(HttpHeaderNames.USER_AGENT),
                request.header(HttpHeaderNames.REFERER));
    }

    private static Protocol protocol(WatchHttp request) {
        if (request.isUpgrade()) {
            return request.secure() ? Protocol.WSS : Protocol.WS;
        }
        return request.secure() ? Protocol.HTTPS : Protocol.HTTP;
    }
}
