package io.cumulonimbus.net.rpc;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.watch.WatchHttp;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.watch.CallOutcome;
import io.cumulonimbus.watch.Invocation;
import io.cumulonimbus.watch.ScriptCaller;
import io.cumulonimbus.watch.WatchAnswer;
import io.cumulonimbus.watch.WatchRequest;
import io.cumulonimbus.watch.json.JsonWriting;
import io.cumulonimbus.watch.json.ScriptBatch;
import io.cumulonimbus.watch.json.ScriptCall;
import io.cumulonimbus.watch.json.UnwritableJsonException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A request that calls: a client that comes, calls a function, or several, and goes. What the
 * application says to it besides goes nowhere. Owned by the loop of its connection.
 */
final class HttpCall implements ScriptCaller.Listener {
    /** From the request on, connecting included. */
    private static final long PATIENCE_NS = 30_000_000_000L;

    private final Loop loop;
    private final WatchHttp request;
    private final ScriptBatch calls;
    private final Consumer<HttpReply> reply;
    private final ScriptCaller caller;
    private final DeadlineTimer timer;
    private long endNs;
    private boolean answered;

    HttpCall(
            Loop loop,
            WatchHttp request,
            WatchRequest wish,
            ScriptBatch calls,
            Consumer<HttpReply> reply,
            RandomGenerator random) {
        this.loop = loop;
        this.request = request;
        this.calls = calls;
        this.reply = reply;
        TurnEnd turnEnd = new TurnEnd(loop, this::flush);
        this.timer = new DeadlineTimer(loop, this::flush);
        this.caller = new ScriptCaller(wish, this, turnEnd::ask, random);
    }

    void start(ClientAcceptor acceptor) {
        long now = loop.nowNs();
        endNs = now + PATIENCE_NS;
        caller.start(acceptor, now);
        flush();
    }

    private void flush() {
        long now = loop.nowNs();
        caller.flush(now);
        long due = caller.advance(now);
        if (!answered && now - endNs >= 0) {
            answer(RpcReply.failure(request, 504, "No answer in time"));
        }
        if (caller.isFinished()) {
            timer.cancel();
            answer(RpcReply.failure(request, 503, "")); // unless it was
        } else {
            timer.set(Math.min(due, endNs));
        }
    }

    private void answer(HttpReply how) {
        if (!answered) {
            answered = true;
            reply.accept(how);
            caller.abort(CloseReason.FAR_CLOSED);
        }
    }

    @Override
    public void onConnected() {
        if (calls.single()) {
            ScriptCall call = calls.only();
            caller.call(call.method(), call.arguments(), outcome -> answer(said(call, outcome)));
        } else {
            new BatchRun(calls, all -> answer(said(all))).start(caller);
        }
    }

    private HttpReply said(ScriptCall call, CallOutcome outcome) {
        return call.form() == ScriptCall.Form.LIST
                ? plain(call, outcome)
                : said(BatchRun.answer(call, outcome));
    }

    private HttpReply said(Optional<byte[]> text) {
        return text.map(json -> RpcReply.json(request, 200, json))
                .orElseGet(() -> RpcReply.nothing(request));
    }

    /** The value alone, or a status that says why there is none. */
    private HttpReply plain(ScriptCall call, CallOutcome outcome) {
        try {
            return switch (outcome) {
                case CallOutcome.Result result ->
                        RpcReply.json(request, 200, JsonWriting.write(result.value()));
                case CallOutcome.Failed failed -> status(call, failed);
            };
        } catch (UnwritableJsonException tooMuch) {
            return status(call, new CallOutcome.Failed("The answer " + tooMuch.getMessage()));
        }
    }

    private HttpReply status(ScriptCall call, CallOutcome.Failed failed) {
        int status = failed.isNotFound(call.method()) ? 404 : failed.isTooMany() ? 429 : 500;
        return RpcReply.failure(request, status, failed.description());
    }

    @Override
    public void onRefused(WatchAnswer answer, String description) {
        answer(RpcReply.failure(request, answer.status(), description));
    }

    @Override
    public void onInvoked(Invocation invocation) {}

    @Override
    public boolean hasRoom() {
        return true;
    }
}
