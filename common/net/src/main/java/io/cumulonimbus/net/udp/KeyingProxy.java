package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.KeyingWork;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * The way of Diffie-Hellman off the loops and back: a small pool with a bounded queue, which makes
 * key pairs for those to come as long as nobody waits.
 *
 * <p>What does not fit comes back without having run, which an endpoint takes for a key agreement
 * that failed; a responder's initiator then sends its keying again (RFC 7016 §3.5.1.1.1).
 */
public final class KeyingProxy implements AutoCloseable {
    private final ThreadPoolExecutor pool;
    private final Optional<KeyPairStock> stock;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder done = new LongAdder();

    /**
     * A pool without key pairs in advance: for clients, whose keys are static.
     *
     * @param threads at least 1; half of the processors is plenty
     * @param queued handshakes that may wait, at least 1; more than all endpoints together may have
     *     in progress is never needed
     */
    public KeyingProxy(int threads, int queued) {
        this(threads, queued, Optional.empty());
    }

    private KeyingProxy(int threads, int queued, Optional<KeyPairStock> stock) {
        this.stock = stock;
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

    /** A pool of half this machine's processors, without key pairs in advance. */
    public static KeyingProxy forThisMachine(int queued) {
        return new KeyingProxy(threads(), queued);
    }

    /**
     * A server's: it makes ephemeral keys of the groups of {@code identity} in advance.
     *
     * @param random unpredictable and thread-safe
     */
    public static KeyingProxy forServer(Identity identity, int queued, RandomGenerator random) {
        KeyPairStock stock = new KeyPairStock(identity.certificate().groups(), random);
        KeyingProxy keying = new KeyingProxy(threads(), queued, Optional.of(stock));
        keying.pool.execute(keying::refill);
        return keying;
    }

    private static int threads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** Runs {@code work} on the pool if there is room, and then {@code done} on {@code loop}. */
    public void submit(KeyingWork work, Loop loop, Runnable done) {
        try {
            pool.execute(() -> run(work, loop, done));
        } catch (RejectedExecutionException full) {
            dropped.increment();
            loop.execute(done);
        }
    }

    private void run(KeyingWork work, Loop loop, Runnable afterwards) {
        try {
            stock.ifPresentOrElse(work::run, work);
            done.increment();
        } finally {
            loop.execute(afterwards);
        }
        refill();
    }

    /** Handshakes come first: between two pairs it is looked whether one waits. */
    private void refill() {
        while (pool.getQueue().isEmpty()
                && !pool.isShutdown()
                && stock.map(KeyPairStock::refill).orElse(false)) {
            Thread.yield(); // whatever else the machine has to do matters more
        }
    }

    /** What the pool has done so far. Any thread. */
    public KeyingStatistics statistics() {
        return new KeyingStatistics(
                done.sum(), dropped.sum(), stock.map(KeyPairStock::missed).orElse(0L));
    }

    /** The key pairs that are kept, if any are. */
    Optional<KeyPairStock> stock() {
        return stock;
    }

    /** Ends the pool; what waits is forgotten. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
