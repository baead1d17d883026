package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.loop.Loop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of Diffie-Hellman off the loops and back: a small pool with a short queue. What does not
 * fit is dropped, since the initiator sends its keying again (RFC 7016 §3.5.1.1.1).
 */
public final class KeyingProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyingProxy.class);

    private final ThreadPoolExecutor pool;
    private final LongAdder dropped = new LongAdder();

    /**
     * @param threads at least 1; half of the processors is plenty
     * @param queued handshakes that may wait, at least 1
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

    /** A pool for this machine. */
    public static KeyingProxy forThisMachine() {
        return new KeyingProxy(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 256);
    }

    /** Runs {@code work} on the pool and then {@code done} on {@code loop}; or drops both. */
    public void submit(Runnable work, Loop loop, Runnable done) {
        try {
            pool.execute(() -> run(work, loop, done));
        } catch (RejectedExecutionException full) {
            dropped.increment();
        }
    }

    private static void run(Runnable work, Loop loop, Runnable done) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            LOG.error("A key agreement failed with a fault", fault);
            return;
        }
        loop.execute(done);
    }

    /** Handshakes dropped so far because the queue was full. */
    public long dropped() {
        return dropped.sum();
    }

    /** Ends the pool; what waits is forgotten. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
