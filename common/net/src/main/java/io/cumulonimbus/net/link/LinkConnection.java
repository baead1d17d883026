package io.cumulonimbus.net.link;

import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.link.LinkListener;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkSession;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, one {@link LinkSession} and one timer on one loop.
 *
 * <p>Little is committed to the connection at a time, so that a command written behind bulk data is
 * not stuck behind what the kernel has already taken.
 */
final class LinkConnection {
    /**
     * Kernel buffer for sending: with the default a priority frame behind bulk waited 290 ms at the
     * median, with 64 KiB 19 ms.
     */
    private static final int KERNEL_BYTES = 64 << 10;

    /** What may wait in front of the kernel; more is welcome when it is nearly gone. */
    private static final WriteBufferWaterMark WAITING =
            new WriteBufferWaterMark(16 << 10, 64 << 10);

    private static final Logger LOG = LoggerFactory.getLogger(LinkConnection.class);

    private final NettyLoop loop;
    private final SocketChannel channel;
    private final LinkListener listener;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private final ByteSink sink = new ChannelSink();
    private LinkSession session;
    private boolean inRead;

    /** Makes the session of a connection, tied to what the connection does for it. */
    @FunctionalInterface
    interface SessionFactory {
        LinkSession create(LinkListener listener, Runnable outputPending);
    }

    /** A connection without a session yet; the listener hears of what becomes of it. */
    LinkConnection(NettyLoop loop, SocketChannel channel, LinkListener listener) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
        this.turnEnd = new TurnEnd(loop, this::flush);
        this.timer = new DeadlineTimer(loop, this::flush);
    }

    /** Sets the options that matter on a channel that was not connected yet or just accepted. */
    static void configure(SocketChannel channel) {
        channel.config().setTcpNoDelay(true);
        channel.config().setKeepAlive(true);
        channel.config().setSendBufferSize(KERNEL_BYTES);
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING);
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) KERNEL_BYTES);
        }
    }

    /** Starts the session of a channel that is registered and connected. On the loop. */
    void start(SessionFactory factory) {
        assert loop.inLoop();
        session = factory.create(new Relayed(), this::outputPending);
        channel.pipeline().addLast(new Bytes());
        flush();
    }

    /** The session; on the loop, once started. */
    LinkSession session() {
        return session;
    }

    /** Ends the link in order; harmless before its start. On the loop. */
    void close() {
        if (session == null) {
            channel.close();
        } else {
            session.close();
        }
    }

    /** Hears of the session first, to close the connection behind it. */
    private final class Relayed implements LinkListener {
        @Override
        public void onEstablished(String farNodeId) {
            listener.onEstablished(farNodeId);
        }

        @Override
        public void onLoad(EdgeLoad load) {
            listener.onLoad(load);
        }

        @Override
        public void onLost(LinkLoss reason) {
            listener.onLost(reason);
            turnEnd.ask(); // not closed here: the session may be in the middle of something
        }
    }

    /** Something is to be sent; after a read that is done anyway. */
    private void outputPending() {
        if (!inRead) {
            turnEnd.ask();
        }
    }

    private void flush() {
        if (!channel.isActive()) {
            timer.cancel();
            return;
        }
        long now = loop.nowNs();
        timer.set(session.advance(now));
        session.flush(sink, now);
        channel.flush();
        if (session.loss().isPresent()) {
            timer.cancel();
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Frames go into the channel until so much waits there. */
    private final class ChannelSink implements ByteSink {
        @Override
        public int room() {
            return (int) Math.min(Integer.MAX_VALUE, channel.bytesBeforeUnwritable());
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            ByteBuf buffer = channel.alloc().directBuffer(length);
            buffer.writeBytes(bytes, offset, length);
            channel.write(buffer, channel.voidPromise());
        }
    }

    /** What the connection received goes in here. */
    private final class Bytes extends ChannelInboundHandlerAdapter {
        private final byte[] scratch = new byte[16 << 10];

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            inRead = true;
            try {
                while (buffer.isReadable()) {
                    int length = Math.min(scratch.length, buffer.readableBytes());
                    buffer.readBytes(scratch, 0, length);
                    session.receive(scratch, 0, length, loop.nowNs());
                }
            } finally {
                buffer.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            inRead = false;
            flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (channel.isWritable()) {
                outputPending();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            inRead = false;
            session.hungUp();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                LOG.error("A fault of the link with {}", channel.remoteAddress(), cause);
            }
            channel.close();
        }
    }
}
