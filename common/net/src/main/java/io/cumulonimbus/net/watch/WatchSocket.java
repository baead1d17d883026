package io.cumulonimbus.net.watch;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.watch.FlvOutput;
import io.cumulonimbus.watch.Framing;
import io.cumulonimbus.watch.MediaOutput;
import io.cumulonimbus.watch.StreamViewer;
import io.cumulonimbus.watch.WatchAnswer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that carries one stream to one viewer, from the request that named it to its end;
 * owned by its loop. What the viewer says meanwhile means nothing, but for control frames of
 * WebSocket.
 */
public final class WatchSocket {
    /** How long a viewer may take nothing at all, while there is something for it. */
    private static final long STALLED_NS = 30_000_000_000L;

    private static final long LINGER_NS = 5_000_000_000L;
    private static final long PING_NS = 20_000_000_000L;
    private static final long UNSENT_BYTES = 64 << 10;
    private static final int MOST_FRAME = 1 << 10;
    private static final byte[] PING = {(byte) 0x89, 0};

    private static final Logger LOG = LoggerFactory.getLogger(WatchSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final SocketWriter writer;
    private final WatchHttp request;
    private final Runnable known;
    private final boolean upgrade;
    private final Framing framing;
    private final Output out;
    private final StreamViewer viewer;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private long takenNs;
    private long pingNs;
    private boolean answered;
    private boolean ending;

    /** Where the media goes, once the answer is written. */
    private final class Output implements MediaOutput {
        private final FlvOutput flv;

        Output(FlvOutput flv) {
            this.flv = flv;
        }

        @Override
        public int room() {
            return answered && !ending ? flv.room() : 0;
        }

        @Override
        public void begin(boolean audio, boolean video) {
            flv.begin(audio, video);
        }

        @Override
        public void media(TcMessage message) {
            flv.media(message);
        }
    }

    /**
     * @param writer of the socket, which nobody else uses any more
     * @param viewers makes the viewer, which is given what to call when it has something
     * @param known to be called once the viewer may watch
     */
    WatchSocket(
            NettyLoop loop,
            SocketChannel socket,
            SocketWriter writer,
            WatchHttp request,
            Function<Runnable, StreamViewer> viewers,
            Runnable known) {
        this.loop = loop;
        this.socket = socket;
        this.writer = writer;
        this.request = request;
        this.known = known;
        this.upgrade = request.isUpgrade();
        Framing plain = request.old() ? Framing.PLAIN : Framing.CHUNKED;
        this.framing = upgrade ? Framing.WEBSOCKET : plain;
        this.out = new Output(new FlvOutput(writer, framing));
        this.turnEnd = new TurnEnd(loop, this::flush);
        this.timer = new DeadlineTimer(loop, this::flush);
        this.viewer = viewers.apply(turnEnd::ask);
    }

    /** Takes the connection over, whose handlers have gone. */
    void start(ClientAcceptor acceptor) {
        if (socket instanceof EpollSocketChannel) {
            socket.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        }
        socket.pipeline().addLast(new Incoming());
        socket.config().setAutoRead(true);
        takenNs = loop.nowNs();
        viewer.start(acceptor, takenNs);
        turnEnd.ask();
    }

    /** The server stops. On the loop. */
    public void close() {
        viewer.close(CloseReason.STOPPING);
    }

    private void flush() {
        if (!socket.isActive()) {
            return;
        }
        if (ending) {
            socket.close(); // it had its time to take what was written
            return;
        }
        long now = loop.nowNs();
        viewer.flush(out, now);
        long due = viewer.advance(now);
        if (!answered && viewer.answer().isPresent()) {
            answer(viewer.answer().get(), now);
            viewer.flush(out, now);
        }
        if (viewer.isFinished()) {
            finish(now);
            return;
        }
        writer.flush();
        watch(now, due);
    }

    private void watch(long now, long due) {
        if (socket.isWritable()) {
            takenNs = now;
        } else if (now - takenNs >= STALLED_NS) {
            viewer.abort(CloseReason.TIMED_OUT);
            socket.close();
            return;
        }
        if (answered && upgrade && now - pingNs >= 0) {
            pingNs = now + PING_NS;
            writer.write(PING, 0, PING.length);
            writer.flush();
        }
        long next = socket.isWritable() ? due : Math.min(due, takenNs + STALLED_NS);
        timer.set(answered && upgrade ? Math.min(next, pingNs) : next);
    }

    private void answer(WatchAnswer answer, long now) {
        answered = true;
        known.run();
        if (answer != WatchAnswer.WATCHING) {
            write(WatchHead.refusal(request, answer, viewer.description()));
            return;
        }
        if (upgrade) {
            WebSocketDecoderConfig config =
                    WebSocketDecoderConfig.newBuilder()
                            .expectMaskedFrames(true)
                            .allowExtensions(false)
                            .maxFramePayloadLength(MOST_FRAME)
                            .build();
            ChannelHandlerContext last = socket.pipeline().context(Incoming.class);
            socket.pipeline().addBefore(last.name(), "frames", new WebSocket13FrameDecoder(config));
            pingNs = now + PING_NS;
            write(WatchHead.ofWebSocket(request));
            return;
        }
        write(WatchHead.ofFlv(request));
        if (request.isHead()) {
            viewer.abort(CloseReason.FAR_CLOSED);
        }
    }

    /** What the viewer was not given whole ends without the word that it was. */
    private void finish(long now) {
        if (viewer.isOver() && !request.isHead()) {
            write(framing.end());
        }
        ending = true;
        timer.set(now + LINGER_NS);
        writer.close();
    }

    private void write(byte[] bytes) {
        writer.write(bytes, 0, bytes.length);
    }

    /** What the viewer says. */
    private final class Incoming extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof PingWebSocketFrame ping && !ending) {
                    pong(ping);
                } else if (message instanceof CloseWebSocketFrame) {
                    viewer.abort(CloseReason.FAR_CLOSED);
                    if (!ending) {
                        write(framing.end());
                        ending = true;
                        writer.close();
                    }
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void pong(PingWebSocketFrame ping) {
            byte[] body = new byte[ping.content().readableBytes()];
            ping.content().readBytes(body);
            write(new byte[] {(byte) 0x8a, (byte) body.length});
            write(body);
            turnEnd.ask();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (socket.isWritable() && !ending) {
                turnEnd.ask();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            timer.cancel();
            viewer.abort(CloseReason.FAR_CLOSED);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (TcpFaults.isOurs(cause) && !(cause instanceof CodecException)) {
                LOG.error("A fault of the connection of {}", request, cause);
                viewer.abort(CloseReason.FAULT);
            }
            socket.close();
        }
    }
}
