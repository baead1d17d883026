package io.cumulonimbus.net.loop;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way from any thread into one loop that refuses when too much is under way; what proxies are
 * made of.
 */
public final class BoundedHop {
    private final Loop target;
    private final int capacity;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    /**
     * @param capacity tasks that may wait or run at the same time, at least 1
     */
    public BoundedHop(Loop target, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a hop for " + capacity + " tasks");
        }
        this.target = target;
        this.capacity = capacity;
    }

    /** Queues the task; answers false, takes nothing and counts when too many are in flight. */
    public boolean offer(Runnable task) {
        if (inFlight.incrementAndGet() > capacity) {
            inFlight.decrementAndGet();
            refused.increment();
            return false;
        }
        target.execute(() -> run(task));
        return true;
    }

    /**
     * Queues the task whatever is in flight: for notices that must arrive and whose number is
     * bounded by something else, such as one farewell per client.
     */
    public void insist(Runnable task) {
        inFlight.incrementAndGet();
        target.execute(() -> run(task));
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            inFlight.decrementAndGet();
        }
    }

    /** The loop that tasks arrive on. */
    public Loop target() {
        return target;
    }

    /** Tasks that wait or run at this moment. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Tasks refused so far. */
    public long refused() {
        return refused.sum();
    }
}
