package io.cumulonimbus.net.takeover;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that one client has for itself from the request that asked for it to its end: its
 * taking over from HTTP, its turns, what is said by WebSocket besides messages, and its end. Owned
 * by its loop.
 */
public abstract class TakenSocket {
    /** How long a client may take nothing at all, while there is something for it. */
    protected static final long STALLED_NS = 30_000_000_000L;

    /** How long a client has to take the last of it. */
    protected static final long LINGER_NS = STALLED_NS;

    /** From one question whether somebody is there to the next. */
    protected static final long PING_NS = 20_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(TakenSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final SocketWriter writer;
    private final Object request;
    private TurnEnd turnEnd;
    private DeadlineTimer timer;
    private boolean ending;
    private long endNs;

    /**
     * @param writer of the socket, which nobody else uses any more
     * @param request what it is called in the log
     */
    protected TakenSocket(
            NettyLoop loop, SocketChannel socket, SocketWriter writer, Object request) {
        this.loop = loop;
        this.socket = socket;
        this.writer = writer;
        this.request = request;
    }

    /** Something is to be done, or a deadline is over; not called once the connection is closed. */
    protected abstract void turn();

    /** The client says something; it is released afterwards. */
    protected abstract void heard(Object message);

    /** There is room again for what is written. */
    protected abstract void writable();

    /** Nobody is there any more: who stands on the client is told. */
    protected abstract void gone(CloseReason reason);

    private void turnIfActive() {
        if (socket.isActive()) {
            turn();
        }
    }

    /** Reads from the connection, whose handlers have gone; once, before anything is asked for. */
    protected final void takeOver() {
        turnEnd = new TurnEnd(loop, this::turnIfActive);
        timer = new DeadlineTimer(loop, this::turnIfActive);
        socket.pipeline().addLast(new Incoming());
        socket.config().setAutoRead(true);
    }

    /**
     * Reads frames of WebSocket from here on.
     *
     * @param mostBytes of a frame
     * @param behind handlers between the frames and {@link #heard}
     */
    protected final void readFrames(int mostBytes, ChannelHandler... behind) {
        WebSocketDecoderConfig config =
                WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(true)
                        .allowExtensions(false)
                        .maxFramePayloadLength(mostBytes)
                        .build();
        String last = socket.pipeline().context(Incoming.class).name();
        socket.pipeline().addBefore(last, "frames", new WebSocket13FrameDecoder(config));
        for (ChannelHandler handler : behind) {
            socket.pipeline().addBefore(last, null, handler);
        }
    }

    protected final NettyLoop loop() {
        return loop;
    }

    protected final SocketChannel socket() {
        return socket;
    }

    protected final SocketWriter writer() {
        return writer;
    }

    protected final DeadlineTimer timer() {
        return timer;
    }

    /** Has {@link #turn} called at the end of the loop turn. */
    protected final void ask() {
        turnEnd.ask();
    }

    protected final void write(byte[] bytes) {
        writer.write(bytes, 0, bytes.length);
    }

    /** Asks by WebSocket whether somebody is there. */
    protected final void ping() {
        write(Frames.head(Frames.PING, 0));
    }

    /** Answers such a question, unless the client takes nothing. */
    // RFC 6455 §5.5.3
    protected final void pong(PingWebSocketFrame asked) {
        if (writer.room() <= 0) {
            return;
        }
        byte[] same = ByteBufUtil.getBytes(asked.content());
        write(Frames.head(Frames.PONG, same.length));
        write(same);
        ask();
    }

    /** Whether its last bytes are written. */
    protected final boolean isEnding() {
        return ending;
    }

    /** Nothing is written any more. */
    protected final void ending() {
        ending = true;
    }

    /** Closes the connection when what was written has gone, or the time for that is over. */
    protected final void closeBehind() {
        ending = true;
        endNs = loop.nowNs() + LINGER_NS;
        timer.set(endNs);
        writer.close();
    }

    /** Closes the connection if the client has had its time to take the last of it. */
    protected final void closeInTime() {
        if (loop.nowNs() - endNs >= 0) {
            socket.close();
        }
    }

    /** What comes from the client. */
    private final class Incoming extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                heard(message);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (socket.isWritable() && !ending) {
                writable();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            timer.cancel();
            gone(CloseReason.FAR_CLOSED);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (TcpFaults.isOurs(cause) && !(cause instanceof CodecException)) {
                LOG.error("A fault of the connection of {}", request, cause);
                gone(CloseReason.FAULT);
            }
            socket.close();
        }
    }
}
