package io.cumulonimbus.netclient;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a stream waits: on its way to the loop, and in the flows. Read from any thread,
 * everything else on the loop.
 */
final class QueueGauge {
    private record Waiter(long most, CompletableFuture<Void> done) {}

    private final AtomicLong underWay = new AtomicLong();
    private final List<Waiter> waiters = new ArrayList<>();
    private volatile long inFlows;
    private volatile boolean closed;

    /** Bytes start on their way to the loop. Any thread. */
    void depart(long bytes) {
        underWay.addAndGet(bytes);
    }

    /** Bytes reached the loop, or were refused. Any thread. */
    void arrive(long bytes) {
        underWay.addAndGet(-bytes);
    }

    /** Bytes that wait. Any thread. */
    long bytes() {
        return closed ? 0 : underWay.get() + inFlows;
    }

    /** Flows hold so many bytes now. */
    void queued(long bytes) {
        inFlows = bytes;
        if (!waiters.isEmpty()) {
            wake();
        }
    }

    /** The stream is over: nothing waits any more. */
    void close() {
        closed = true;
        wake();
    }

    /** Completes {@code done} as soon as not more than {@code most} bytes wait. */
    void await(long most, CompletableFuture<Void> done) {
        waiters.add(new Waiter(most, done));
        wake();
    }

    private void wake() {
        long now = bytes();
        List<Waiter> ready = new ArrayList<>();
        waiters.removeIf(waiter -> now <= waiter.most && ready.add(waiter));
        ready.forEach(waiter -> waiter.done.complete(null));
    }
}
