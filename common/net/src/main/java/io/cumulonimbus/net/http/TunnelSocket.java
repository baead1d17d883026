package io.cumulonimbus.net.http;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.tcp.TcpConnection;
import io.cumulonimbus.net.tcp.TcpDialer;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.cumulonimbus.rtmp.connection.RtmpClientConnection;
import io.cumulonimbus.rtmp.tunnel.TunnelClient;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP connection of one {@link TunnelClient}. */
final class TunnelSocket implements TcpConnection {
    private static final int LONGEST_REPLY = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(TunnelSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final TcpDialer.Destination to;
    private final Consumer<Optional<Throwable>> gone;
    private final TunnelClient tunnel;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;

    TunnelSocket(
            NettyLoop loop,
            SocketChannel socket,
            TcpDialer.Destination to,
            Function<Runnable, RtmpClientConnection> connection,
            Consumer<Optional<Throwable>> gone) {
        this.loop = loop;
        this.socket = socket;
        this.to = to;
        this.gone = gone;
        this.turnEnd = new TurnEnd(loop, this::turn);
        this.timer = new DeadlineTimer(loop, this::turn);
        this.tunnel = new TunnelClient(connection.apply(turnEnd::ask));
        socket.config().setTcpNoDelay(true);
    }

    @Override
    public void start(InetSocketAddress address) {
        socket.pipeline()
                .addLast(new HttpResponseDecoder())
                .addLast(new HttpObjectAggregator(LONGEST_REPLY))
                .addLast(new Replies());
        turn();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Sends what there is to send, and waits for the rest. */
    private void turn() {
        long now = loop.nowNs();
        long due = tunnel.advance(now);
        for (Optional<TunnelClient.Call> call = tunnel.next(now);
                call.isPresent();
                call = tunnel.next(now)) {
            send(call.get());
            due = tunnel.advance(now);
        }
        if (tunnel.isClosed()) {
            timer.cancel();
            socket.close();
        } else {
            timer.set(due);
        }
    }

    private void send(TunnelClient.Call call) {
        String head =
                "POST "
                        + call.path()
                        + " HTTP/1.1\r\nHost: "
                        + to.host()
                        + ":"
                        + to.address().getPort()
                        + "\r\nUser-Agent: Shockwave Flash\r\nConnection: Keep-Alive\r\n"
                        + "Cache-Control: no-cache\r\nContent-Type: application/x-fcs\r\n"
                        + "Content-Length: "
                        + call.body().length
                        + "\r\n\r\n";
        ByteBuf request = socket.alloc().directBuffer(head.length() + call.body().length);
        request.writeCharSequence(head, StandardCharsets.US_ASCII);
        request.writeBytes(call.body());
        socket.writeAndFlush(request, socket.voidPromise());
    }

    /** Whole replies. */
    private final class Replies extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse reply) {
            if (reply.decoderResult().isFailure()) {
                socket.close();
                return;
            }
            byte[] body = ByteBufUtil.getBytes(reply.content());
            tunnel.reply(reply.status().code(), body, loop.nowNs());
            turn();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            timer.cancel();
            tunnel.fail(loop.nowNs());
            gone.accept(Optional.empty());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (TcpFaults.isOurs(cause)) {
                LOG.error("A fault of the tunnel to {}", to.address(), cause);
            }
            gone.accept(Optional.of(cause));
            socket.close();
        }
    }
}
