package io.cumulonimbus.net.watch;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.watch.StreamViewer;
import io.cumulonimbus.watch.WatchAnswer;
import io.cumulonimbus.watch.WatchPath;
import io.cumulonimbus.watch.WatchRequest;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Decides what becomes of requests that are none of RTMPT. Any thread. */
public final class WatchDesk {
    private static final String FLV = "flv";
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final WatchRules rules;
    private final PlayerPages pages;
    private final Function<Loop, ClientAcceptor> acceptors;
    private final BooleanSupplier serving;
    private final RandomGenerator random;

    /**
     * @param acceptors answers who takes the clients of a loop
     * @param serving whether newcomers can be served at this moment; any thread
     * @param random unpredictable and thread-safe
     */
    public WatchDesk(
            WatchRules rules,
            Function<Loop, ClientAcceptor> acceptors,
            BooleanSupplier serving,
            RandomGenerator random) {
        this.rules = rules;
        this.pages = new PlayerPages(rules);
        this.acceptors = acceptors;
        this.serving = serving;
        this.random = random;
    }

    /** The reply to a request for a page or a part of one, whole; empty to all others. */
    public Optional<byte[]> page(WatchHttp request) {
        return rules.page() && rules.flv() && METHODS.contains(request.method())
                ? pages.find(request.target()).map(file -> pages.reply(request, file))
                : Optional.empty();
    }

    /** Whether a request of this kind is answered with a stream. */
    public boolean answers(String method, String target) {
        return rules.flv() && METHODS.contains(method) && stream(target).isPresent();
    }

    private static Optional<WatchPath> stream(String target) {
        return WatchPath.parse(target).filter(path -> path.ending().equals(FLV));
    }

    /**
     * Gives the connection over to the stream that it asks for, or answers why not and ends it. On
     * its loop; the socket has no handlers any more but those for TLS.
     *
     * @param writer of the socket
     * @param known to be called once the viewer may watch
     */
    public Optional<WatchSocket> serve(
            NettyLoop loop,
            SocketChannel socket,
            SocketWriter writer,
            WatchHttp request,
            Runnable known) {
        if (!rules.allows(request.origin(), request.host())) {
            refuse(writer, request, WatchAnswer.FORBIDDEN, "Not from this web site");
            return Optional.empty();
        }
        if (!serving.getAsBoolean()) {
            refuse(writer, request, WatchAnswer.UNAVAILABLE, "");
            return Optional.empty();
        }
        WatchRequest wish =
                new WatchRequest(
                        protocol(request),
                        request.from(),
                        stream(request.target()).orElseThrow(),
                        request.host(),
                        request.header(HttpHeaderNames.USER_AGENT),
                        request.header(HttpHeaderNames.REFERER));
        WatchSocket watching =
                new WatchSocket(
                        loop,
                        socket,
                        writer,
                        request,
                        wake -> new StreamViewer(wish, rules.patienceNs(), wake, random),
                        known);
        watching.start(acceptors.apply(loop));
        return Optional.of(watching);
    }

    private static void refuse(
            SocketWriter writer, WatchHttp request, WatchAnswer answer, String description) {
        byte[] bytes = WatchHead.refusal(request, answer, description);
        writer.write(bytes, 0, bytes.length);
        writer.close();
    }

    private static Protocol protocol(WatchHttp request) {
        if (request.isUpgrade()) {
            return request.secure() ? Protocol.WSS : Protocol.WS;
        }
        return request.secure() ? Protocol.HTTPS : Protocol.HTTP;
    }
}
