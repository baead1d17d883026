package io.cumulonimbus.net.loop;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way from any thread into one loop for somebody who may send much: refuses when too much is
 * under way, as {@link BoundedHop} does, and lets the loop's sockets and everybody else have their
 * turn after each so many tasks.
 */
public final class PacedHop {
    /** Tasks in one turn: some tenths of a millisecond. */
    private static final int BURST = 64;

    private final Loop target;
    private final int capacity;
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // of the loop; bounded by inFlight
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private boolean underWay; // of the loop

    /**
     * @param capacity tasks that may wait or run at the same time, at least 1
     */
    public PacedHop(Loop target, int capacity) {
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
        pass(task);
        return true;
    }

    /**
     * Queues the task whatever is in flight, behind what was offered before: for notices that must
     * arrive and whose number is bounded by something else, such as one farewell per client.
     */
    public void insist(Runnable task) {
        inFlight.incrementAndGet();
        pass(task);
    }

    private void pass(Runnable task) {
        target.execute(() -> arrive(task));
    }

    private void arrive(Runnable task) {
        waiting.add(task);
        if (!underWay) {
            underWay = true;
            target.execute(this::turn);
        }
    }

    /** A task that fails takes none of the others with it. */
    private void turn() {
        int done = 0;
        try {
            for (Runnable task = next(done); task != null; task = next(done)) {
                done++;
                inFlight.decrementAndGet();
                task.run();
            }
        } finally {
            underWay = !waiting.isEmpty();
            if (underWay) {
                target.schedule(this::turn, 0); // behind what the sockets have
            }
        }
    }

    private Runnable next(int done) {
        return done < BURST ? waiting.poll() : null;
    }

    /** Tasks that wait at this moment. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Tasks refused so far. */
    public long refused() {
        return refused.sum();
    }
}
