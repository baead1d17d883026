package io.cumulonimbus.net.loop;

import java.util.ArrayDeque;

/**
 * A loop within another one, whose tasks run only as long as they may: those whose time has come
 * while they may not wait, in order. Whether they may is looked at before each task, so that none
 * runs late because nobody noticed in time; a process that was stopped for a while, too.
 */
public final class GatedLoop implements Loop {
    private final Loop loop;
    private final ArrayDeque<Runnable> held = new ArrayDeque<>(0); // of the loop
    private volatile boolean free = true;
    private volatile long untilNs;

    /**
     * @param loop runs the tasks; open until {@link #openUntil} is called first
     */
    public GatedLoop(Loop loop) {
        this.loop = loop;
    }

    /** The loop beneath, which holds nothing back. */
    public static Loop beneath(Loop loop) {
        return loop instanceof GatedLoop gated ? gated.loop : loop;
    }

    /** Tasks may run until then, on the loop's clock; what waits runs now. Any thread. */
    public void openUntil(long ns) {
        untilNs = ns;
        free = false;
        loop.execute(this::drain);
    }

    /** Tasks may run from now on. Any thread. */
    public void open() {
        free = true;
        loop.execute(this::drain);
    }

    /** The same, at once for what waits. On the loop. */
    public void openNow() {
        free = true;
        drain();
    }

    /** Whether tasks may run now. Any thread. */
    public boolean isOpen() {
        return free || untilNs - loop.nowNs() > 0;
    }

    @Override
    public boolean inLoop() {
        return loop.inLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> pass(task));
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNs) {
        Timed timed = new Timed(task);
        Cancellable wake = loop.schedule(() -> pass(timed), delayNs);
        return () -> {
            timed.cancelled = true;
            wake.cancel();
        };
    }

    @Override
    public long nowNs() {
        return loop.nowNs();
    }

    private void pass(Runnable task) {
        if (held.isEmpty() && isOpen()) {
            task.run();
        } else {
            held.add(task);
            drain();
        }
    }

    private void drain() {
        while (!held.isEmpty() && isOpen()) {
            boolean done = false;
            try {
                held.poll().run();
                done = true;
            } finally {
                if (!done) {
                    loop.execute(this::drain); // what it throws costs the others nothing
                }
            }
        }
    }

    /** A task that may be taken back while it waits. */
    private static final class Timed implements Runnable {
        private final Runnable task;
        private volatile boolean cancelled;

        Timed(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
