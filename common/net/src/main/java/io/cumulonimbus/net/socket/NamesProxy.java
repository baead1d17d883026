package io.cumulonimbus.net.socket;

import io.cumulonimbus.net.loop.Loop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The way to the system's name service, which keeps whoever asks waiting, and back. Any thread. */
public final class NamesProxy implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 256;

    private final LongAdder refused = new LongAdder();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    new DefaultThreadFactory("names", true));

    /** Starts no thread before the first question. */
    public NamesProxy() {
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Looks a name up and answers on the loop: its addresses, none when there is no such name.
     * Answers false, and asks nothing, when too many names are being looked up.
     */
    public boolean ask(String host, Loop replyTo, Consumer<List<InetAddress>> answer) {
        try {
            pool.execute(
                    () -> {
                        List<InetAddress> found = lookUp(host);
                        replyTo.execute(() -> answer.accept(found));
                    });
            return true;
        } catch (RejectedExecutionException full) {
            refused.increment();
            return false;
        }
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException | SecurityException none) {
            return List.of();
        }
    }

    /** Questions refused so far. */
    public long refused() {
        return refused.sum();
    }

    /** Ends the threads; what waits is not answered. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
