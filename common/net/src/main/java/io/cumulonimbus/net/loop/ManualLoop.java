package io.cumulonimbus.net.loop;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A loop without a thread: whoever made it runs its tasks and moves its clock by hand, so that what
 * runs on loops can be simulated and tested to the nanosecond. Not thread-safe.
 */
public final class ManualLoop implements Loop {
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> later =
            new PriorityQueue<>(
                    Comparator.comparingLong((Scheduled s) -> s.atNs)
                            .thenComparingLong(s -> s.order));
    private final Thread owner = Thread.currentThread();
    private long nowNs;
    private long order;

    private static final class Scheduled {
        final Runnable task;
        final long atNs;
        final long order;

        Scheduled(Runnable task, long atNs, long order) {
            this.task = task;
            this.atNs = atNs;
            this.order = order;
        }
    }

    /** Runs queued tasks, and those that they queue, until there is none; answers how many. */
    public int run() {
        int count = 0;
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
            count++;
        }
        return count;
    }

    /** Lets {@code ns} nanoseconds pass: what falls due runs in order, each at its own time. */
    public void advance(long ns) {
        long end = nowNs + ns;
        run();
        while (!later.isEmpty() && later.peek().atNs <= end) {
            Scheduled next = later.poll();
            nowNs = Math.max(nowNs, next.atNs);
            ready.add(next.task);
            run();
        }
        nowNs = end;
    }

    /** Tasks that wait for their time. */
    public int scheduled() {
        return later.size();
    }

    /** Whether the caller is the thread that made the loop. */
    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNs) {
        Scheduled scheduled = new Scheduled(task, nowNs + Math.max(0, delayNs), order++);
        later.add(scheduled);
        return () -> later.remove(scheduled);
    }

    @Override
    public long nowNs() {
        return nowNs;
    }
}
