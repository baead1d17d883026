package io.cumulonimbus.origin.disk;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to one file: tasks run one after the other, in the order they were handed in, on a thread
 * of the disk. Handed in by one loop, and by its own tasks.
 */
public final class FileProxy {
    /** Tasks after which other files have their turn. */
    private static final int TURN = 64;

    /** Room for tasks that must not be refused. */
    private static final int MARGIN = 16;

    private final DiskProxy disk;
    private final int capacity;
    private final ArrayBlockingQueue<Runnable> tasks;

    /** Tasks in the queue or running, and one more until the file is released. */
    private final AtomicInteger waiting = new AtomicInteger();

    FileProxy(DiskProxy disk, int capacity) {
        this.disk = disk;
        this.capacity = capacity;
        this.tasks = new ArrayBlockingQueue<>(capacity + MARGIN);
    }

    /** Lets nothing run before {@link #release}; to be called first, if at all. */
    public void hold() {
        waiting.incrementAndGet();
    }

    /** Lets run what was handed in, and what will be. Once, after {@link #hold}; any thread. */
    public void release() {
        if (waiting.decrementAndGet() > 0) {
            execute();
        }
    }

    /** Hands in a task; answers false, and takes nothing, when too many wait. */
    public boolean offer(Runnable task) {
        if (tasks.size() >= capacity) {
            return false;
        }
        insist(task);
        return true;
    }

    /** Hands in one of a few tasks that must run. */
    public void insist(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            execute();
        }
    }

    /** Hands in the last task, after which the file is no longer counted. */
    public void close(Runnable last) {
        insist(
                () -> {
                    try {
                        last.run();
                    } finally {
                        disk.closed();
                    }
                });
    }

    private void execute() {
        try {
            disk.execute(this::drain);
        } catch (RejectedExecutionException ended) {
            disk.closed(); // the origin ends, and nothing is written any more
        }
    }

    private void drain() {
        for (int i = 0; i < TURN || !disk.again(this::drain); i++) {
            DiskProxy.guard(tasks.remove());
            if (waiting.decrementAndGet() == 0) {
                return;
            }
        }
    }
}
