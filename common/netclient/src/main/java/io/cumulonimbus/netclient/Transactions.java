package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The calls of a connection that wait for their answer, and for how long. Owned by the loop. */
final class Transactions {
    private final Loop loop;
    private final long timeoutNs;
    private final DeadlineTimer timer;

    /** In the order of their deadlines, since all wait equally long. */
    private final Map<Double, Pending> pending = new LinkedHashMap<>();

    private double last;

    private record Pending(CompletableFuture<AmfValue> answer, String what, long deadlineNs) {
        void fail(String why) {
            answer.completeExceptionally(new NetClientException(what + " " + why));
        }
    }

    Transactions(Loop loop, long timeoutNs) {
        this.loop = loop;
        this.timeoutNs = timeoutNs;
        this.timer = new DeadlineTimer(loop, this::expire);
    }

    /** Opens a transaction; answers its id, from 1. */
    double open(String what, CompletableFuture<AmfValue> answer) {
        last++;
        pending.put(last, new Pending(answer, what, loop.nowNs() + timeoutNs));
        setTimer();
        return last;
    }

    /** The server answered {@code _result}. Answers nobody waits for are ignored. */
    void succeed(double id, AmfValue value) {
        Pending call = pending.remove(id);
        if (call != null) {
            setTimer();
            call.answer.complete(value);
        }
    }

    /** The server answered {@code _error}. */
    void fail(double id, AmfValue info) {
        Pending call = pending.remove(id);
        if (call != null) {
            setTimer();
            Status status = Status.of(info);
            call.answer.completeExceptionally(
                    new NetClientException(call.what + " was refused: " + status, status));
        }
    }

    /** The connection is over. */
    void failAll(String why) {
        timer.cancel();
        List<Pending> failed = List.copyOf(pending.values());
        pending.clear();
        failed.forEach(call -> call.fail(why));
    }

    private void expire() {
        long now = loop.nowNs();
        List<Pending> failed = new ArrayList<>();
        pending.values().removeIf(call -> call.deadlineNs - now <= 0 && failed.add(call));
        setTimer();
        failed.forEach(call -> call.fail("was not answered in time"));
    }

    private void setTimer() {
        timer.set(
                pending.isEmpty()
                        ? DeadlineTimer.NEVER
                        : pending.values().iterator().next().deadlineNs());
    }
}
