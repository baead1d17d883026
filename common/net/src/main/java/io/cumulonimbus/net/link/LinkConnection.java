package io.cumulonimbus.net.link;

import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.cumulonimbus.net.tls.LinkTls;
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
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
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

    private static final String SNIFFER = "sniffer";
    private static final String BYTES = "bytes";

    private static final Logger LOG = LoggerFactory.getLogger(LinkConnection.class);

    private final NettyLoop loop;
    private final SocketChannel channel;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private final ByteSink sink = new ChannelSink();
    private LinkSession session;
    private boolean inRead;
    private boolean released;
    private boolean encrypted;

    /** What waits in front of the encryption, and is not in the channel's own count. */
    private long unseen;

    /** A connection without a session yet. */
    LinkConnection(NettyLoop loop, SocketChannel channel) {
        this.loop = loop;
        this.channel = channel;
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

    /** Gives a session a channel that is registered and connected. On the loop. */
    void start(LinkSession of) {
        assert loop.inLoop();
        session = of;
        encrypted |= channel.pipeline().get(SslHandler.class) != null;
        channel.pipeline().addLast(BYTES, new Bytes());
        flush();
    }

    /** As {@link #start}, encrypted; the channel is bound once the server is known. */
    void startEncrypted(LinkTls tls, LinkSession of) {
        encrypt(tls);
        start(of);
    }

    /**
     * As {@link #start}, for a connection that may begin with encryption.
     *
     * @param demanded whether it must
     */
    void startSniffing(LinkTls tls, boolean demanded, LinkSession of) {
        CipherSniffer sniffer =
                new CipherSniffer(
                        begins -> {
                            if (begins) {
                                encrypt(tls);
                                session.bind(tls.channel());
                            } else if (demanded) {
                                session.refuse(LinkLoss.TLS_EXPECTED);
                            }
                        });
        channel.pipeline().addLast(SNIFFER, sniffer);
        start(of);
    }

    /** Leaves the channel to another session, maybe of another loop. */
    void release() {
        released = true;
        timer.cancel();
        channel.config().setAutoRead(false);
        channel.pipeline().remove(BYTES);
    }

    /** The session goes on over another connection. */
    void abandon() {
        release();
        channel.close();
    }

    /** Behind the sniffer if there is one, before everything else. */
    private void encrypt(LinkTls tls) {
        encrypted = true;
        if (channel.pipeline().get(SNIFFER) == null) {
            channel.pipeline().addFirst(tls.handler(channel.alloc()));
        } else {
            channel.pipeline().addAfter(SNIFFER, null, tls.handler(channel.alloc()));
        }
    }

    /** Ends the link in order; harmless before its start. On the loop. */
    void close() {
        if (session == null) {
            channel.close();
        } else {
            session.close();
        }
    }

    /** Something is to be sent; after a read that is done anyway. */
    void outputPending() {
        if (!inRead) {
            turnEnd.ask();
        }
    }

    private void flush() {
        if (!channel.isActive() || released) {
            timer.cancel();
            return;
        }
        long now = loop.nowNs();
        timer.set(session.advance(now));
        session.flush(sink, now);
        channel.flush();
        unseen = 0;
        if (session.isSuspended() && !session.isConnected()) {
            // What lies in a dead connection would only keep it from being closed.
            timer.cancel();
            channel.close();
        } else if (!session.isConnected() && !released) {
            timer.cancel();
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Frames go into the channel until so much waits there. */
    private final class ChannelSink implements ByteSink {
        @Override
        public int room() {
            return (int) Math.min(Integer.MAX_VALUE, channel.bytesBeforeUnwritable() - unseen);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            ByteBuf buffer = channel.alloc().directBuffer(length);
            buffer.writeBytes(bytes, offset, length);
            channel.write(buffer, channel.voidPromise());
            unseen += encrypted ? length : 0;
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
                while (buffer.isReadable() && !released) {
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
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done
                    && done.isSuccess()
                    && session.role().dials()) {
                session.bind(LinkTls.channelOf(channel.pipeline().get(SslHandler.class)));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            inRead = false;
            timer.cancel();
            session.hungUp();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof DecoderException && !session.isEstablished()) {
                session.refuse(LinkLoss.TLS_FAILED);
            } else if (TcpFaults.isOurs(cause)) {
                LOG.error("A fault of the link with {}", channel.remoteAddress(), cause);
            }
            channel.close();
        }
    }
}
