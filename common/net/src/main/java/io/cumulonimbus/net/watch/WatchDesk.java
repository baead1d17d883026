package io.cumulonimbus.net.watch;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.watch.StreamViewer;
import io.cumulonimbus.watch.WatchAnswer;
import io.cumulonimbus.watch.WatchPath;
import io.cumulonimbus.watch.WatchRequest;
import io.cumulonimbus.watch.hls.HlsReply;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Decides what becomes of requests that are none of RTMPT. Any thread. */
public final class WatchDesk {
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final WatchRules rules;
    private final PlayerPages pages;
    private final HlsDesk files;
    private final Function<Loop, ClientAcceptor> acceptors;
    private final BooleanSupplier serving;
    private final RandomGenerator random;

    /**
     * @param loops where connections live
     * @param acceptors answers who takes the clients of a loop
     * @param serving whether newcomers can be served at this moment; any thread
     * @param random unpredictable and thread-safe
     */
    public WatchDesk(
            WatchRules rules,
            List<? extends Loop> loops,
            Function<Loop, ClientAcceptor> acceptors,
            BooleanSupplier serving,
            RandomGenerator random) {
        this.rules = rules;
        this.pages = new PlayerPages(rules);
        this.files = new HlsDesk(loops, acceptors, random);
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

    /** Whether a request of this kind is answered with a file of a stream. */
    public boolean takesFiles(String method, String target) {
        return rules.hls()
                && METHODS.contains(method)
                && (files.isFile(target) || files.stream(target).isPresent());
    }

    /**
     * Answers with a file.
     *
     * @param loop of the connection
     * @param reply takes the whole reply of HTTP, once, on any thread
     */
    public void file(Loop loop, WatchHttp request, Consumer<HttpReply> reply) {
        Consumer<HlsReply> answer =
                file -> reply.accept(HttpReply.whole(file.status(), HlsDesk.bytes(request, file)));
        if (!rules.allows(request.origin(), request.host())) {
            answer.accept(HlsReply.refusal(403, "Not from this web site"));
        } else if (files.isFile(request.target())) {
            files.file(request.target(), answer);
        } else if (!serving.getAsBoolean()) {
            answer.accept(HlsReply.refusal(503, "Not now"));
        } else {
            WatchRequest wish = wish(request, files.stream(request.target()).orElseThrow());
            files.open(loop, wake -> viewer(wish, wake).early(true), answer);
        }
    }

    /** Ends who watches by files. Any thread. */
    public void close() {
        files.close();
    }

    /** Whether a request of this kind is answered with a stream. */
    public boolean answers(String method, String target) {
        return rules.flv() && METHODS.contains(method) && stream(target).isPresent();
    }

    private static Optional<WatchPath> stream(String target) {
        return WatchPath.parse(target).filter(path -> WatchFormat.of(path).isPresent());
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
        WatchPath path = stream(request.target()).orElseThrow();
        WatchRequest wish = wish(request, path);
        WatchSocket watching =
                new WatchSocket(
                        loop,
                        socket,
                        writer,
                        request,
                        WatchFormat.of(path).orElseThrow(),
                        wake -> viewer(wish, wake).early(rules.early()),
                        known);
        watching.start(acceptors.apply(loop));
        return Optional.of(watching);
    }

    private StreamViewer viewer(WatchRequest wish, Runnable wake) {
        return new StreamViewer(wish, rules.patienceNs(), wake, random);
    }

    private static WatchRequest wish(WatchHttp request, WatchPath path) {
        return new WatchRequest(
                protocol(request),
                request.from(),
                path,
                request.host(),
                request.header(HttpHeaderNames.USER_AGENT),
                request.header(HttpHeaderNames.REFERER));
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
