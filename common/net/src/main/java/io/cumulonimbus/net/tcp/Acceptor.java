package io.cumulonimbus.net.tcp;

import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Consumer;

/**
 * What stands on a listening socket: hands on whom it accepts, and takes nobody for a second when
 * that failed, which mostly means too many open files. Lives on the socket's loop.
 */
public final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_NS = 1_000_000_000L;
    private static final int BACKLOG = 1024;

    private final NettyLoop loop;
    private final ServerSocketChannel channel;
    private final SparseLog complaints;
    private final Consumer<SocketChannel> taker;
    private final DeadlineTimer pause;

    private Acceptor(
            NettyLoop loop,
            ServerSocketChannel channel,
            SparseLog complaints,
            Consumer<SocketChannel> taker) {
        this.loop = loop;
        this.channel = channel;
        this.complaints = complaints;
        this.taker = taker;
        this.pause = new DeadlineTimer(loop, () -> channel.config().setAutoRead(true));
    }

    /**
     * Puts one on a socket that is neither registered nor bound yet.
     *
     * @param loop that the socket will be registered with
     * @param complaints where it is told that nobody can be accepted
     * @param taker gets whom is accepted, before anything can be read; on the loop
     */
    public static Acceptor on(
            NettyLoop loop,
            ServerSocketChannel channel,
            SparseLog complaints,
            Consumer<SocketChannel> taker) {
        Acceptor acceptor = new Acceptor(loop, channel, complaints, taker);
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.config().setBacklog(BACKLOG);
        channel.pipeline().addLast(acceptor);
        return acceptor;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        taker.accept((SocketChannel) message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        complaints.warn("Cannot take a connection: " + cause);
        channel.config().setAutoRead(false);
        pause.set(loop.nowNs() + PAUSE_NS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        pause.cancel();
    }
}
