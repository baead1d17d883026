package io.cumulonimbus.net.http;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.TcpConnection;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a neighbour, with one request at a time. Owned by its loop. */
final class NeighbourSocket implements TcpConnection {
    private static final int LONGEST_REPLY = 16 << 20;

    /** Sessions answer within 2.5 s, and the neighbour keeps what is idle for longer than this. */
    private static final long REPLY_NS = 10_000_000_000L;

    private static final long IDLE_NS = 20_000_000_000L;
    private static final int CONNECT_MS = 3_000;

    private static final Logger LOG = LoggerFactory.getLogger(NeighbourSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final InetSocketAddress to;
    private final ForwardedRequests owner;
    private final DeadlineTimer timer;
    private Optional<ForwardedRequests.Waiting> waiting;

    /**
     * @param first sent as soon as there is a connection
     */
    NeighbourSocket(
            NettyLoop loop,
            SocketChannel socket,
            InetSocketAddress to,
            ForwardedRequests.Waiting first,
            ForwardedRequests owner) {
        this.loop = loop;
        this.socket = socket;
        this.to = to;
        this.owner = owner;
        this.waiting = Optional.of(first);
        this.timer = new DeadlineTimer(loop, socket::close);
        socket.config().setTcpNoDelay(true);
        socket.config().setConnectTimeoutMillis(CONNECT_MS);
    }

    @Override
    public void start(InetSocketAddress address) {
        socket.pipeline()
                .addLast(new HttpResponseDecoder())
                .addLast(new HttpObjectAggregator(LONGEST_REPLY))
                .addLast(new Replies());
        send(waiting.orElseThrow());
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Only when the last one has its reply. */
    void send(ForwardedRequests.Waiting next) {
        waiting = Optional.of(next);
        byte[] body = next.request().body();
        String head =
                "POST "
                        + next.request().path()
                        + " HTTP/1.1\r\nHost: neighbour\r\n"
                        + RequestReader.HOP
                        + ": 1\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        ByteBuf bytes = socket.alloc().directBuffer(head.length() + body.length);
        bytes.writeCharSequence(head, StandardCharsets.US_ASCII);
        bytes.writeBytes(body);
        next.taken().run();
        socket.writeAndFlush(bytes, socket.voidPromise());
        timer.set(loop.nowNs() + REPLY_NS);
    }

    private void answer(HttpReply reply) {
        waiting.ifPresent(one -> one.exchange().reply(reply));
        waiting = Optional.empty();
    }

    /** Whole replies. */
    private final class Replies extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse reply) {
            if (reply.decoderResult().isFailure() || waiting.isEmpty()) {
                socket.close();
                return;
            }
            answer(
                    switch (reply.status().code()) {
                        case 200 -> HttpReply.ok(ByteBufUtil.getBytes(reply.content()));
                        case 400, 404, 410, 413 -> HttpReply.empty(reply.status().code());
                        default -> HttpReply.empty(503);
                    });
            timer.set(loop.nowNs() + IDLE_NS);
            owner.free(to, NeighbourSocket.this);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            timer.cancel();
            owner.gone(to, NeighbourSocket.this);
            answer(HttpReply.empty(503));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (TcpFaults.isOurs(cause)) {
                LOG.error("A fault of the connection with {}", to, cause);
            }
            socket.close();
        }
    }
}
