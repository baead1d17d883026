package io.cumulonimbus.net.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a server's clients out before it stops, step by step: for the log, and for whoever
 * wants to know. Any thread.
 */
public final class Departure {
    /** Further steps are in the log alone. */
    private static final int MOST_STEPS = 1000;

    private static final long STEP_MS = 20;
    private static final long NOT_BEGUN = Long.MIN_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final List<Step> steps = new CopyOnWriteArrayList<>();
    private final AtomicLong beganNs = new AtomicLong(NOT_BEGUN);
    private volatile Consumer<Step> listener = step -> {};
    private volatile boolean complete = true;

    /**
     * One of them.
     *
     * @param ms after the first one, at least 0
     * @param text what was done
     * @param left whether something stayed here that was to go
     */
    public record Step(long ms, String text, boolean left) {
        /** A line of a timeline. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%7d ms  %s", ms, text);
        }
    }

    /** What was done so far, in order. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Whether nothing and nobody stayed so far that was to go. */
    public boolean isComplete() {
        return complete;
    }

    /** Tells this of further steps, on the threads that do them. */
    public void listen(Consumer<Step> newListener) {
        listener = newListener;
    }

    /** Something is done. */
    public void done(String what) {
        add(what, false);
    }

    /** Something or somebody stays that was to go. */
    public void stays(String what) {
        complete = false;
        add(what, true);
    }

    /** So many clients are closed without any time to go. */
    public void closes(int clients) {
        if (clients > 0) {
            stays(clients + " clients are closed at once, since drainPeriod is 0");
        }
    }

    private void add(String what, boolean left) {
        long nowNs = System.nanoTime();
        beganNs.compareAndSet(NOT_BEGUN, nowNs);
        long ms = TimeUnit.NANOSECONDS.toMillis(Math.max(0, nowNs - beganNs.get()));
        Step step = new Step(ms, what, left);
        LOG.info("Drain: {}, {} ms after its beginning", what, ms);
        if (steps.size() < MOST_STEPS) {
            steps.add(step);
        }
        listener.accept(step);
    }

    /**
     * Waits until nobody is here, or {@code most}. Blocks; not for loops.
     *
     * @param whom what they are called, in the plural
     * @param here how many are here; any thread
     */
    public void await(String whom, Duration most, IntSupplier here) {
        int before = here.getAsInt();
        if (before == 0) {
            done("no " + whom + " are here");
            return;
        }
        done(before + " " + whom + " have up to " + Math.max(0, most.toSeconds()) + " s to go");
        if (until(() -> here.getAsInt() == 0, most)) {
            done("all of " + before + " " + whom + " have gone");
        } else {
            stays(here.getAsInt() + " of " + before + " " + whom + " are still here");
        }
    }

    /** Waits until something is over, or {@code most}; answers whether it is. Blocks, too. */
    public static boolean until(BooleanSupplier over, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!over.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, STEP_MS, TimeUnit.MILLISECONDS)
                    .join();
        }
        return true;
    }
}
