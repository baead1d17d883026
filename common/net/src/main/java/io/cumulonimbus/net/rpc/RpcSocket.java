package io.cumulonimbus.net.rpc;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.takeover.Frames;
import io.cumulonimbus.net.takeover.TakenSocket;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.watch.WatchHead;
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
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.flow.FlowControlHandler;
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
public final class RpcSocket extends TakenSocket implements ScriptCaller.Listener {
    private static final long SILENT_NS = 90_000_000_000L;
    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_BROKEN = 16;

    /** MonaServer's word for the end. */
    private static final String CLOSE = "__close";

    private static final Logger LOG = LoggerFactory.getLogger(RpcSocket.class);

    private final WatchHttp request;
    private final Runnable known;
    private final ScriptCaller caller;
    private final StreamTalk streams;
    private long takenNs;
    private long heardNs;
    private long pingNs;
    private int underWay;
    private int broken;
    private boolean open;
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
        super(loop, socket, writer, request);
        this.request = request;
        this.known = known;
        this.caller = new ScriptCaller(wish, this, this::ask, random);
        this.streams = new StreamTalk(caller, this::onInvoked, writer);
    }

    /** Takes the connection over, whose handlers have gone. */
    void start(ClientAcceptor acceptor) {
        takeOver();
        takenNs = loop().nowNs();
        heardNs = takenNs;
        caller.start(acceptor, takenNs);
        ask();
    }

    /** The server stops. On the loop. */
    public void close() {
        stopping = true;
        caller.close(CloseReason.STOPPING);
    }

    @Override
    protected void turn() {
        if (isEnding()) {
            closeInTime();
            return;
        }
        long now = loop().nowNs();
        caller.flush(now);
        long due = caller.advance(now);
        if (caller.isFinished()) {
            end(stopping ? Frames.GOING_AWAY : Frames.NORMAL);
            return;
        }
        if (open && now - pingNs >= 0) {
            pingNs = now + PING_NS;
            ping();
        }
        writer().flush();
        regulate();
        watch(now, due);
    }

    /** Somebody who takes nothing, or is silent although asked, is gone. */
    private void watch(long now, long due) {
        if (socket().isWritable()) {
            takenNs = now;
        }
        boolean silent = open && socket().config().isAutoRead() && now - heardNs >= SILENT_NS;
        if (silent || now - takenNs >= STALLED_NS) {
            caller.abort(CloseReason.TIMED_OUT);
            ending();
            socket().close();
            return;
        }
        long next = socket().isWritable() ? due : Math.min(due, takenNs + STALLED_NS);
        timer().set(open ? Math.min(next, pingNs) : next);
    }

    private void regulate() {
        boolean room = writer().room() > 0 && !streams.isFull();
        boolean wanted = !open || underWay < MOST_AT_ONCE && room;
        if (socket().config().isAutoRead() != wanted) {
            socket().config().setAutoRead(wanted);
        }
    }

    /** Says why, once, and closes. */
    private void end(int code) {
        if (isEnding()) {
            return;
        }
        ending();
        if (open) {
            write(Frames.close(code));
        }
        caller.abort(CloseReason.FAR_CLOSED);
        closeBehind();
    }

    @Override
    public void onConnected() {
        known.run();
        open = true;
        pingNs = loop().nowNs() + PING_NS;
        heardNs = loop().nowNs();
        readFrames(
                JsonReading.MOST_BYTES,
                new WebSocketFrameAggregator(JsonReading.MOST_BYTES),
                new FlowControlHandler());
        write(WatchHead.ofWebSocket(request));
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
        return !isEnding() && writer().room() > 0;
    }

    private void say(byte[] text) {
        if (!isEnding()) {
            write(Frames.head(Frames.TEXT, text.length));
            write(text);
            ask();
        }
    }

    private void said(byte[] text) {
        try {
            ScriptBatch batch = ScriptBatch.parse(text);
            if (batch.single()) {
                run(batch.only());
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

    private void run(ScriptCall call) {
        boolean list = call.form() == ScriptCall.Form.LIST;
        Consumer<CallOutcome> answer = outcome -> answered(1, BatchRun.answer(call, outcome));
        if (StreamTalk.isAbout(call)) {
            underWay++;
            streams.run(call, loop().nowNs(), answer);
        } else if (call.method().equals(CLOSE)) {
            end(Frames.NORMAL);
        } else if (list && streams.isPublishing()) {
            streams.send(call, loop().nowNs());
        } else {
            underWay++;
            caller.call(call.method(), call.arguments(), answer);
        }
    }

    private void answered(int calls, Optional<byte[]> answer) {
        underWay -= calls;
        ask();
        answer.ifPresent(this::say);
    }

    @Override
    protected void heard(Object message) {
        heardNs = loop().nowNs();
        if (!isEnding() && message instanceof WebSocketFrame frame) {
            take(frame);
            regulate();
        }
    }

    private void take(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            said(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof PingWebSocketFrame ping) {
            pong(ping);
        } else if (frame instanceof CloseWebSocketFrame) {
            end(Frames.NORMAL);
        } else if (frame instanceof BinaryWebSocketFrame
                && !streams.send(ByteBufUtil.getBytes(frame.content()))) {
            end(Frames.NO_TEXT);
        }
    }

    @Override
    protected void writable() {
        ask();
    }

    @Override
    protected void gone(CloseReason reason) {
        caller.abort(reason);
    }
}
