package io.cumulonimbus.net.web;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.TcpConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection for one request; owned by its loop. */
final class WebConnection implements TcpConnection {
    /** For all of it: the request, the work, the answer. */
    private static final long LIFE_NS = 15_000_000_000L;

    private static final int MOST_LINE = 4 << 10;
    private static final int MOST_HEADERS = 16 << 10;
    private static final int MOST_BODY = 16 << 10;
    private static final int MOST_PARAMETERS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(WebConnection.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final WebService service;
    private final Runnable known;
    private final BoundedHop home;
    private final DeadlineTimer life;

    WebConnection(NettyLoop loop, SocketChannel socket, WebService service, Runnable known) {
        this.loop = loop;
        this.socket = socket;
        this.service = service;
        this.known = known;
        this.home = new BoundedHop(loop, 1);
        this.life = new DeadlineTimer(loop, socket::close);
    }

    @Override
    public void start(InetSocketAddress from) {
        socket.pipeline()
                .addLast(new HttpServerCodec(MOST_LINE, MOST_HEADERS, MOST_BODY))
                .addLast(new HttpObjectAggregator(MOST_BODY, true))
                .addLast(new Requests());
        life.set(loop.nowNs() + LIFE_NS);
        socket.closeFuture().addListener(closed -> life.cancel());
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Hears whole requests, of which the first is answered. */
    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        private boolean asked;

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (asked) {
                return;
            }
            asked = true;
            known.run();
            if (request.decoderResult().isFailure()) {
                answer(WebAnswer.line(400, "This is no request"), false);
            } else {
                serve(request);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("A connection failed: {}", cause.toString());
            socket.close();
        }
    }

    private void serve(FullHttpRequest request) {
        boolean bare = request.method().equals(HttpMethod.HEAD);
        String path;
        Map<String, String> query = new HashMap<>();
        try {
            QueryStringDecoder decoded =
                    new QueryStringDecoder(
                            request.uri(), StandardCharsets.UTF_8, true, MOST_PARAMETERS);
            path = decoded.path();
            decoded.parameters().forEach((name, values) -> query.put(name, values.get(0)));
        } catch (IllegalArgumentException e) {
            answer(WebAnswer.line(400, "This is no path"), bare);
            return;
        }
        WebRequest asked = new WebRequest(request.method().name(), path, query, headers(request));
        service.serve(asked)
                .whenComplete(
                        (answer, fault) -> home.insist(() -> finished(asked, answer, fault, bare)));
    }

    private void finished(WebRequest asked, WebAnswer answer, Throwable fault, boolean bare) {
        if (fault != null) {
            LOG.error("{} cannot be answered", asked, fault);
            answer(WebAnswer.line(500, "This failed; the log says why"), bare);
        } else {
            answer(answer, bare);
        }
    }

    private static Map<String, String> headers(FullHttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(
                        header ->
                                headers.putIfAbsent(
                                        header.getKey().toLowerCase(Locale.ROOT),
                                        header.getValue()));
        return headers;
    }

    /** Sends it and closes; without the body when only that is {@code bare}ly asked for. */
    private void answer(WebAnswer answer, boolean bare) {
        byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        bare ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(text));
        answer.headers().forEach(response.headers()::set);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("X-Content-Type-Options", "nosniff")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        socket.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
