package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.loop.Loop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way of Diffie-Hellman off the loops and back: a small pool with a bounded queue.
 *
 * <p>What does not fit comes back without having run, which an endpoint takes for a key agreement
 * that failed; a responder's initiator then sends its keying again (RFC 7016 §3.5.1.1.1).
 */
public final class KeyingProxy implements AutoCloseable {
    private final ThreadPoolExecutor pool;
    private final LongAdder dropped = new LongAdder();

    /**
     * @param threads at least 1; half of the processors is plenty
     * @param queued handshakes that may wait, at least 1; more than all endpoints together may have
     *     in progress is never needed
     */
    public KeyingProxy(int threads, int queued) {
        pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(queued),
                        new DefaultThreadFactory("keying", true));
        pool.allowCoreThreadTimeOut(true);
    }

    /** A pool of half this machine's processors. */
    public static KeyingProxy forThisMachine(int queued) {
        return new KeyingProxy(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), queued);
    }

    /** Runs {@code work} on the pool if there is room, and then {@code done} on {@code loop}. */
    public void submit(Runnable work, Loop loop, Runnable done) {
        try {
            pool.execute(() -> run(work, loop, done));
        } catch (RejectedExecutionException full) {
            dropped.increment();
            loop.execute(done);
        }
    }

    private static void run(Runnable work, Loop loop, Runnable done) {
        try {
            work.run();
        } finally {
            loop.execute(done);
        }
    }

    /** Handshakes that found no room so far. */
    public long dropped() {
        return dropped.sum();
    }

    /** Ends the pool; what waits is forgotten. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
