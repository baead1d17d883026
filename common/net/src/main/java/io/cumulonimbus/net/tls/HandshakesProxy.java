package io.cumulonimbus.net.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way of what is expensive in TLS handshakes off the loops: a small pool with a bounded queue.
 * Who comes when it is full loses the connection, and those who are connected notice nothing.
 */
final class HandshakesProxy implements AutoCloseable {
    private final ThreadPoolExecutor pool;
    private final LongAdder done = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * @param threads at least 1
     * @param queued steps of handshakes that may wait, at least 1; a handshake has one at a time
     */
    HandshakesProxy(int threads, int queued) {
        pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(queued),
                        new DefaultThreadFactory("tls-handshake", true));
        pool.allowCoreThreadTimeOut(true);
    }

    /** A pool of half this machine's processors. */
    static HandshakesProxy forThisMachine(int queued) {
        return new HandshakesProxy(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2), queued);
    }

    /** Runs the step on the pool; where there is no room, counts, and runs {@code refuse} here. */
    void submit(Runnable step, Runnable refuse) {
        try {
            pool.execute(() -> run(step));
        } catch (RejectedExecutionException full) {
            refused.increment();
            refuse.run();
        }
    }

    private void run(Runnable step) {
        try {
            step.run();
        } finally {
            done.increment();
        }
    }

    /** What happened so far. Any thread. */
    HandshakeStatistics statistics() {
        return new HandshakeStatistics(done.sum(), refused.sum());
    }

    /** Ends the pool; what waits is forgotten. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
