package io.cumulonimbus.net.watch;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.takeover.TakenSocket;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.watch.Framing;
import io.cumulonimbus.watch.MediaOutput;
import io.cumulonimbus.watch.StreamViewer;
import io.cumulonimbus.watch.WatchAnswer;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.util.function.Function;

/**
 * A connection that carries one stream to one viewer, from the request that named it to its end;
 * owned by its loop. What the viewer says meanwhile means nothing, but for control frames of
 * WebSocket.
 */
public final class WatchSocket extends TakenSocket {
    private static final long UNSENT_BYTES = 64 << 10;
    private static final int MOST_FRAME = 1 << 10;

    private final WatchHttp request;
    private final WatchFormat format;
    private final Runnable known;
    private final boolean upgrade;
    private final Framing framing;
    private final Output out;
    private final StreamViewer viewer;
    private long takenNs;
    private long pingNs;
    private boolean answered;

    /** Where the media goes, once the answer is written. */
    private final class Output implements MediaOutput {
        private final MediaOutput file;

        Output(MediaOutput file) {
            this.file = file;
        }

        @Override
        public int room() {
            return answered && !isEnding() ? file.room() : 0;
        }

        @Override
        public void begin(boolean audio, boolean video) {
            file.begin(audio, video);
        }

        @Override
        public void media(TcMessage message) {
            file.media(message);
        }
    }

    /**
     * @param writer of the socket, which nobody else uses any more
     * @param format of what is written
     * @param viewers makes the viewer, which is given what to call when it has something
     * @param known to be called once the viewer may watch
     */
    WatchSocket(
            NettyLoop loop,
            SocketChannel socket,
            SocketWriter writer,
            WatchHttp request,
            WatchFormat format,
            Function<Runnable, StreamViewer> viewers,
            Runnable known) {
        super(loop, socket, writer, request);
        this.request = request;
        this.format = format;
        this.known = known;
        this.upgrade = request.isUpgrade();
        Framing plain = request.old() ? Framing.PLAIN : Framing.CHUNKED;
        this.framing = upgrade ? Framing.WEBSOCKET : plain;
        this.out = new Output(format.output(writer, framing));
        this.viewer = viewers.apply(this::ask);
    }

    /** Takes the connection over, whose handlers have gone. */
    void start(ClientAcceptor acceptor) {
        if (socket() instanceof EpollSocketChannel) {
            socket().config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        }
        takeOver();
        takenNs = loop().nowNs();
        viewer.start(acceptor, takenNs);
        ask();
    }

    /** The server stops. On the loop. */
    public void close() {
        viewer.close(CloseReason.STOPPING);
    }

    @Override
    protected void turn() {
        if (isEnding()) {
            closeInTime();
            return;
        }
        long now = loop().nowNs();
        viewer.flush(out, now);
        long due = viewer.advance(now);
        if (!answered && viewer.answer().isPresent()) {
            answer(viewer.answer().get(), now);
            viewer.flush(out, now);
        }
        if (viewer.isFinished()) {
            finish();
            return;
        }
        writer().flush();
        watch(now, due);
    }

    private void watch(long now, long due) {
        if (socket().isWritable()) {
            takenNs = now;
        } else if (now - takenNs >= STALLED_NS) {
            viewer.abort(CloseReason.TIMED_OUT);
            socket().close();
            return;
        }
        if (answered && upgrade && now - pingNs >= 0) {
            pingNs = now + PING_NS;
            ping();
            writer().flush();
        }
        long next = socket().isWritable() ? due : Math.min(due, takenNs + STALLED_NS);
        timer().set(answered && upgrade ? Math.min(next, pingNs) : next);
    }

    private void answer(WatchAnswer answer, long now) {
        answered = true;
        known.run();
        if (answer != WatchAnswer.WATCHING) {
            write(WatchHead.refusal(request, answer, viewer.description()));
            return;
        }
        if (upgrade) {
            readFrames(MOST_FRAME);
            pingNs = now + PING_NS;
            write(WatchHead.ofWebSocket(request));
            return;
        }
        write(WatchHead.ofStream(request, format.type()));
        if (request.isHead()) {
            viewer.abort(CloseReason.FAR_CLOSED);
        }
    }

    /** What the viewer was not given whole ends without the word that it was. */
    private void finish() {
        if (viewer.isOver() && !request.isHead()) {
            write(framing.end());
        }
        closeBehind();
    }

    @Override
    protected void heard(Object message) {
        if (message instanceof PingWebSocketFrame ping && !isEnding()) {
            pong(ping);
        } else if (message instanceof CloseWebSocketFrame) {
            viewer.abort(CloseReason.FAR_CLOSED);
            if (!isEnding()) {
                write(framing.end());
                closeBehind();
            }
        }
    }

    @Override
    protected void writable() {
        ask();
    }

    @Override
    protected void gone(CloseReason reason) {
        viewer.abort(reason);
    }
}
