package io.cumulonimbus.net.rpc;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.cumulonimbus.net.watch.WatchHttp;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.watch.CallOutcome;
import io.cumulonimbus.watch.Invocation;
import io.cumulonimbus.watch.ScriptCaller;
import io.cumulonimbus.watch.WatchAnswer;
import io.cumulonimbus.watch.WatchRequest;
import io.cumulonimbus.watch.json.JsonReading;
import io.cumulonimbus.watch.json.MalformedJsonException;
import io.cumulonimbus.watch.json.ScriptBatch;
import io.cumulonimbus.watch.json.ScriptCall;
import io.cumulonimbus.watch.json.UnwritableJsonException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket on which a client calls functions of its application and is called, in texts of JSON,
 * from the request that asked for it to its end; owned by its loop. No more is read from it than is
 * answered, and no more answers are made than it takes.
 */
public final class RpcSocket implements ScriptCaller.Listener {
    private static final long STALLED_NS = 30_000_000_000L;
    private static final long SILENT_NS = 90_000_000_000L;
    private static final long LINGER_NS = 5_000_000_000L;
    private static final long PING_NS = 20_000_000_000L;
    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_BROKEN = 16;

    /** MonaServer's word for the end. */
    private static final String CLOSE = "__close";

    private static final Logger LOG = LoggerFactory.getLogger(RpcSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final SocketWriter writer;
    private final WatchHttp request;
    private final Runnable known;
    private final ScriptCaller caller;
    private final StreamTalk streams;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private long takenNs;
    private long heardNs;
    private long pingNs;
    private int underWay;
    private int broken;
    private boolean open;
    private boolean ending;
    private boolean stopping;

    /**
     * @param writer of the socket, which nobody else uses any more
     * @param known to be called once the application has decided
     */
    RpcSocket(
            NettyLoop loop,
            SocketChannel socket,
            SocketWriter writer,
            WatchHttp request,
            WatchRequest wish,
            Runnable known,
            RandomGenerator random) {
        this.loop = loop;
        this.socket = socket;
        this.writer = writer;
        this.request = request;
        this.known = known;
        this.turnEnd = new TurnEnd(loop, this::flush);
        this.timer = new DeadlineTimer(loop, this::flush);
        this.caller = new ScriptCaller(wish, this, turnEnd::ask, random);
        this.streams = new StreamTalk(caller, this::onInvoked, writer);
    }

    /** Takes the connection over, whose handlers have gone. */
    void start(ClientAcceptor acceptor) {
        socket.pipeline().addLast(new Incoming());
        socket.config().setAutoRead(true);
        takenNs = loop.nowNs();
        heardNs = takenNs;
        caller.start(acceptor, takenNs);
        turnEnd.ask();
    }

    /** The server stops. On the loop. */
    public void close() {
        stopping = true;
        caller.close(CloseReason.STOPPING);
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
        caller.flush(now);
        long due = caller.advance(now);
        if (caller.isFinished()) {
            end(stopping ? Frames.GOING_AWAY : Frames.NORMAL);
            return;
        }
        if (open && now - pingNs >= 0) {
            pingNs = now + PING_NS;
            write(Frames.head(Frames.PING, 0));
        }
        writer.flush();
        regulate();
        watch(now, due);
    }

    /** Somebody who takes nothing, or is silent although asked, is gone. */
    private void watch(long now, long due) {
        if (socket.isWritable()) {
            takenNs = now;
        }
        boolean silent = open && socket.config().isAutoRead() && now - heardNs >= SILENT_NS;
        if (silent || now - takenNs >= STALLED_NS) {
            caller.abort(CloseReason.TIMED_OUT);
            ending = true;
            socket.close();
            return;
        }
        long next = socket.isWritable() ? due : Math.min(due, takenNs + STALLED_NS);
        timer.set(open ? Math.min(next, pingNs) : next);
    }

    private void regulate() {
        boolean room = writer.room() > 0 && !streams.isFull();
        boolean wanted = !open || underWay < MOST_AT_ONCE && room;
        if (socket.config().isAutoRead() != wanted) {
            socket.config().setAutoRead(wanted);
        }
    }

    /** Says why, once, and closes. */
    private void end(int code) {
        if (ending) {
            return;
        }
        ending = true;
        if (open) {
            write(Frames.close(code));
        }
        caller.abort(CloseReason.FAR_CLOSED);
        timer.set(loop.nowNs() + LINGER_NS);
        writer.close();
    }

    @Override
    public void onConnected() {
        known.run();
        open = true;
        pingNs = loop.nowNs() + PING_NS;
        heardNs = loop.nowNs();
        WebSocketDecoderConfig config =
                WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(true)
                        .allowExtensions(false)
                        .maxFramePayloadLength(JsonReading.MOST_BYTES)
                        .build();
        String last = socket.pipeline().context(Incoming.class).name();
        socket.pipeline()
                .addBefore(last, "frames", new WebSocket13FrameDecoder(config))
                .addBefore(last, "messages", new WebSocketFrameAggregator(JsonReading.MOST_BYTES))
                .addBefore(last, "pace", new FlowControlHandler());
        write(Frames.accept(request));
    }

    @Override
    public void onRefused(WatchAnswer answer, String description) {
        known.run();
        HttpReply refusal = RpcReply.failure(request, answer.status(), description);
        write(refusal.bytes());
        end(Frames.NORMAL);
    }

    @Override
    public void onInvoked(Invocation invocation) {
        try {
            say(invocation.toJson());
        } catch (UnwritableJsonException tooMuch) {
            LOG.debug("{} cannot be said in JSON: {}", invocation.name(), tooMuch.getMessage());
        }
    }

    @Override
    public boolean hasRoom() {
        return !ending && writer.room() > 0;
    }

    private void say(byte[] text) {
        if (!ending) {
            write(Frames.head(Frames.TEXT, text.length));
            write(text);
            turnEnd.ask();
        }
    }

    private void write(byte[] bytes) {
        writer.write(bytes, 0, bytes.length);
    }

    private void heard(byte[] text) {
        try {
            ScriptBatch batch = ScriptBatch.parse(text);
            if (batch.single()) {
                heard(batch.only());
            } else {
                int calls = batch.parts().size();
                underWay += calls;
                new BatchRun(batch, all -> answered(calls, all)).start(caller);
            }
        } catch (MalformedJsonException mistake) {
            say(ScriptCall.mistake(mistake.getMessage()));
            if (++broken >= MOST_BROKEN) {
                end(Frames.POLICY);
            }
        }
    }

    private void heard(ScriptCall call) {
        boolean list = call.form() == ScriptCall.Form.LIST;
        Consumer<CallOutcome> answer = outcome -> answered(1, BatchRun.answer(call, outcome));
        if (StreamTalk.isAbout(call)) {
            underWay++;
            streams.run(call, loop.nowNs(), answer);
        } else if (call.method().equals(CLOSE)) {
            end(Frames.NORMAL);
        } else if (list && streams.isPublishing()) {
            streams.send(call, loop.nowNs());
        } else {
            underWay++;
            caller.call(call.method(), call.arguments(), answer);
        }
    }

    private void answered(int calls, Optional<byte[]> answer) {
        underWay -= calls;
        turnEnd.ask();
        answer.ifPresent(this::say);
    }

    /** What the client says. */
    private final class Incoming extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                heardNs = loop.nowNs();
                if (!ending && message instanceof WebSocketFrame frame) {
                    take(frame);
                    regulate();
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void take(WebSocketFrame frame) {
            ByteBuf content = frame.content();
            if (frame instanceof TextWebSocketFrame) {
                heard(ByteBufUtil.getBytes(content));
            } else if (frame instanceof PingWebSocketFrame) {
                byte[] same = ByteBufUtil.getBytes(content);
                write(Frames.head(Frames.PONG, same.length));
                write(same);
                turnEnd.ask();
            } else if (frame instanceof CloseWebSocketFrame) {
                end(Frames.NORMAL);
            } else if (frame instanceof BinaryWebSocketFrame
                    && !streams.send(ByteBufUtil.getBytes(content))) {
                end(Frames.NO_TEXT);
            }
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
            caller.abort(CloseReason.FAR_CLOSED);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (TcpFaults.isOurs(cause) && !(cause instanceof CodecException)) {
                LOG.error("A fault of the connection of {}", request, cause);
                caller.abort(CloseReason.FAULT);
            }
            socket.close();
        }
    }
}
