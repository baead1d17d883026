package io.cumulonimbus.net.loop;

/** One thread that runs tasks one after the other, in the order they were handed in. */
public interface Loop {
    /** Whether the caller is on this loop; what a loop owns asserts it. */
    boolean inLoop();

    /**
     * Runs the task on this loop, later, also when called on the loop itself. Any thread.
     *
     * <p>The queue has no bound: callers count what they have in flight (see {@link BoundedHop}). A
     * task that throws is logged and ends nothing else. After the loop has ended tasks are dropped.
     */
    void execute(Runnable task);

    /**
     * Runs the task on this loop behind all that is queued now, or together with such tasks that
     * were handed in before. On the loop.
     */
    default void endTurn(Runnable task) {
        execute(task);
    }

    /** Runs the task on this loop after {@code delayNs} nanoseconds at the earliest. Any thread. */
    Cancellable schedule(Runnable task, long delayNs);

    /** The loop's monotonic clock in nanoseconds; only differences mean something. */
    long nowNs();
}
