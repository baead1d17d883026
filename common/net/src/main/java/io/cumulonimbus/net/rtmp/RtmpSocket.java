package io.cumulonimbus.net.rtmp;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.tcp.TcpConnection;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.rtmp.handshake.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection, one {@link RtmpConnection} and one timer on one loop. */
final class RtmpSocket implements TcpConnection {
    /** What the kernel may keep beyond what is on its way: media is better left out than late. */
    private static final long UNSENT_BYTES = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(RtmpSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final RtmpGateway.Setup setup;
    private final Scratch scratch;
    private final SparseLog complaints;
    private final SocketWriter writer;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private Runnable known;
    private RtmpConnection connection;
    private boolean inRead;
    private boolean closing;

    /** Buffers that all connections of a loop share, as one of them is served at a time. */
    static final class Scratch {
        private final byte[] in = new byte[16 << 10];
        private final byte[] out = new byte[32 << 10];
    }

    RtmpSocket(
            NettyLoop loop,
            SocketChannel socket,
            RtmpGateway.Setup setup,
            Runnable known,
            Scratch scratch,
            SparseLog complaints) {
        this.loop = loop;
        this.socket = socket;
        this.setup = setup;
        this.known = known;
        this.scratch = scratch;
        this.complaints = complaints;
        this.writer = new SocketWriter(socket, scratch.out, setup.door().secure());
        this.turnEnd = new TurnEnd(loop, this::flush);
        this.timer = new DeadlineTimer(loop, this::flush);
        configure(socket);
    }

    private static void configure(SocketChannel socket) {
        socket.config().setTcpNoDelay(true);
        socket.config().setKeepAlive(true);
        socket.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, SocketWriter.WAITING);
        if (socket instanceof EpollSocketChannel) {
            socket.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        }
    }

    @Override
    public void start(InetSocketAddress from) {
        connection =
                new RtmpConnection(
                        setup.config(),
                        setup.door().secure() ? Protocol.RTMPS : Protocol.RTMP,
                        from,
                        setup.acceptors().apply(loop),
                        this::outputPending,
                        setup.random(),
                        loop.nowNs());
        socket.pipeline().addLast(new Bytes());
        flush();
    }

    @Override
    public void close() {
        if (connection == null || connection.handshake().state() != Handshake.State.DONE) {
            socket.close();
        } else {
            connection.close(CloseReason.STOPPING);
        }
    }

    /** Something is to be sent; after a read that is done anyway. */
    private void outputPending() {
        if (!inRead) {
            turnEnd.ask();
        }
    }

    private void flush() {
        if (!socket.isActive()) {
            timer.cancel();
            return;
        }
        if (closing) {
            socket.close(); // it had its time to take what was written
            return;
        }
        long now = loop.nowNs();
        connection.flush(writer, now);
        long due = connection.advance(now);
        writer.flush();
        if (connection.isFinished()) {
            finish(now);
        } else {
            socket.config().setAutoRead(connection.wantsInput());
            timer.set(due);
        }
    }

    private void finish(long now) {
        boolean inOrder =
                connection.closeReason().filter(CloseReason.NEAR_CLOSED::equals).isPresent()
                        || connection
                                .closeReason()
                                .filter(CloseReason.STOPPING::equals)
                                .isPresent();
        if (!inOrder) {
            socket.close();
            return;
        }
        closing = true;
        timer.set(now + setup.config().lingerNs());
        writer.close();
    }

    private void received(byte[] bytes, int length) {
        connection.receive(bytes, 0, length, loop.nowNs());
        switch (connection.handshake().state()) {
            case OPEN -> {}
            case DONE -> {
                known.run();
                known = () -> {};
            }
            case REFUSED ->
                    complaints.warn(
                            "Refused a connection from "
                                    + socket.remoteAddress()
                                    + ": no RTMP, or RTMPE, for which TLS (RTMPS) is the remedy");
        }
    }

    /** What the connection received goes in here. */
    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            inRead = true;
            try {
                while (buffer.isReadable() && !closing) {
                    int length = Math.min(scratch.in.length, buffer.readableBytes());
                    buffer.readBytes(scratch.in, 0, length);
                    received(scratch.in, length);
                }
                socket.config().setAutoRead(connection.wantsInput());
            } finally {
                buffer.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            inRead = false;
            if (!closing) {
                flush();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (socket.isWritable() && !closing) {
                outputPending();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            inRead = false;
            timer.cancel();
            connection.farClosed(loop.nowNs());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            inRead = false;
            if (!(cause instanceof IOException)) {
                LOG.error("A fault of the connection with {}", socket.remoteAddress(), cause);
                connection.abort(CloseReason.FAULT, loop.nowNs());
            }
            socket.close();
        }
    }
}
