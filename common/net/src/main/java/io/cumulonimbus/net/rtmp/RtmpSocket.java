package io.cumulonimbus.net.rtmp;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Gathering;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.tcp.TcpConnection;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.cumulonimbus.rtmp.connection.RtmpPeer;
import io.cumulonimbus.rtmp.handshake.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection, one {@link RtmpPeer} and one timer on one loop; either end. */
final class RtmpSocket implements TcpConnection {
    /** What the kernel may keep beyond what is on its way: media is better left out than late. */
    private static final long UNSENT_BYTES = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(RtmpSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final End end;
    private final Scratch scratch;
    private final SocketWriter writer;
    private final TurnEnd turnEnd;
    private final Gathering gathering;
    private final Runnable gatheringOver = this::gatheringOver;
    private final DeadlineTimer timer;
    private RtmpPeer connection;
    private boolean shaken;
    private boolean inRead;
    private boolean gathered;
    private boolean closing;

    /** Buffers that all connections of a loop share, as one of them is served at a time. */
    static final class Scratch {
        private final byte[] in = new byte[16 << 10];
        private final byte[] out = new byte[32 << 10];
    }

    /** What the two ends do differently; called on the loop. */
    interface End {
        /** Makes the connection. */
        RtmpPeer connect(InetSocketAddress address, Runnable outputPending);

        /** Whether something encrypts what is written. */
        boolean secure();

        /** How long a closed connection may take to send what was written, in nanoseconds. */
        long lingerNs();

        /** The handshake is done. */
        void shaken();

        /**
         * The far end does not speak RTMP, or not in this form.
         *
         * @param version its first byte
         */
        void refused(InetSocketAddress address, int version);

        /** The socket is closed; the first call counts. */
        void gone(Optional<Throwable> why);
    }

    /**
     * @param gathering where media waits for more
     */
    RtmpSocket(
            NettyLoop loop, SocketChannel socket, End end, Scratch scratch, Gathering gathering) {
        this.loop = loop;
        this.gathering = gathering;
        this.socket = socket;
        this.end = end;
        this.scratch = scratch;
        this.writer = new SocketWriter(socket, scratch.out, end.secure());
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
        connection = end.connect(from, this::outputPending);
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
        if (inRead) {
            return;
        }
        if (!gathering.isOpen() || !connection.isPatient()) {
            turnEnd.ask();
        } else if (!gathered) {
            gathered = true;
            gathering.join(gatheringOver);
        }
    }

    /** What waited may be gone already, with something that did not wait. */
    private void gatheringOver() {
        gathered = false;
        if (connection.isPatient() && !closing) {
            flush();
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
            readOn(connection.wantsInput());
            timer.set(due);
        }
    }

    private void readOn(boolean wanted) {
        if (socket.config().isAutoRead() != wanted) {
            socket.config().setAutoRead(wanted);
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
        timer.set(now + end.lingerNs());
        writer.close();
    }

    private void received(byte[] bytes, int length) {
        connection.receive(bytes, 0, length, loop.nowNs());
        if (shaken) {
            return;
        }
        switch (connection.handshake().state()) {
            case OPEN -> {}
            case DONE -> {
                shaken = true;
                end.shaken();
            }
            case REFUSED -> end.refused(connection.address(), connection.handshake().farVersion());
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
                readOn(connection.wantsInput());
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
            if (socket.isWritable() && !closing && !inRead) {
                turnEnd.ask();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            inRead = false;
            timer.cancel();
            connection.abort(CloseReason.FAR_CLOSED, loop.nowNs());
            end.gone(Optional.empty());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            inRead = false;
            if (TcpFaults.isOurs(cause)) {
                LOG.error("A fault of the connection with {}", socket.remoteAddress(), cause);
                connection.abort(CloseReason.FAULT, loop.nowNs());
            }
            end.gone(Optional.of(cause));
            socket.close();
        }
    }
}
