package io.cumulonimbus.origin.disk;

import io.cumulonimbus.net.loop.Loop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of all that touches files off the loops and back: a few threads, and so many files at the
 * same time. Any thread.
 */
public final class DiskProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskProxy.class);
    private static final int THREADS = 4;
    private static final int MOST_FILES = 4096;
    private static final long END_WAIT_MS = 5_000;

    private final ThreadPoolExecutor pool;
    private final int mostFiles;
    private final AtomicInteger files = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    /** Four threads and 4096 files. */
    public DiskProxy() {
        this(THREADS, MOST_FILES);
    }

    /**
     * @param threads at least 1
     * @param mostFiles files and single questions at the same time, at least 1
     */
    public DiskProxy(int threads, int mostFiles) {
        this.mostFiles = mostFiles;
        // A file has one place in the queue at most, so there is always one.
        pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(mostFiles + threads),
                        new DefaultThreadFactory("disk", true));
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * A place for one file; empty, and counted, when too many are open.
     *
     * @param capacity tasks of the file that may wait
     */
    public Optional<FileProxy> open(int capacity) {
        if (files.incrementAndGet() > mostFiles || pool.isShutdown()) {
            files.decrementAndGet();
            refused.increment();
            return Optional.empty();
        }
        return Optional.of(new FileProxy(this, capacity));
    }

    /**
     * Runs {@code work} on a thread of the disk and then {@code answer} on the loop; answers false,
     * and does neither, when there is too much to do.
     */
    public <T> boolean ask(Supplier<T> work, Loop replyTo, Consumer<T> answer) {
        Optional<FileProxy> place = open(1);
        place.ifPresent(
                p ->
                        p.close(
                                () -> {
                                    T result = work.get();
                                    replyTo.execute(() -> answer.accept(result));
                                }));
        return place.isPresent();
    }

    void execute(Runnable drain) {
        pool.execute(drain);
    }

    /** Queues again; answers false at the end, when what is left has to be done at once. */
    boolean again(Runnable drain) {
        try {
            pool.execute(drain);
            return true;
        } catch (RejectedExecutionException ending) {
            return false;
        }
    }

    void closed() {
        files.decrementAndGet();
    }

    static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException fault) {
            LOG.error("A task of a file failed", fault);
        }
    }

    /** Files open at this moment, and single questions. */
    public int files() {
        return files.get();
    }

    /** Files and questions refused so far. */
    public long refused() {
        return refused.sum();
    }

    /** Takes no more files, waits up to 5 s until those that are there are closed, and ends. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(END_WAIT_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("The disk was too slow: what was recorded last may be incomplete");
                pool.shutdownNow();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
