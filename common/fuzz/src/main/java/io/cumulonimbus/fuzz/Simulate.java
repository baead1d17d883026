package io.cumulonimbus.fuzz;

import io.cumulonimbus.rtmfp.world.Ordeal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The program behind {@code scripts/simulate}: simulated worlds, one for each seed.
 *
 * <p>Exits with 1 when any failed, after the story of each failure and the command that shows it
 * again.
 */
public final class Simulate {
    private static final String USAGE =
            "usage: simulate [--seeds N] [--from SEED] [--threads N] [--tell]";

    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final int MOST_FAILURES = 10;

    private final long from;
    private final long to;
    private final boolean tell;
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private Simulate(long from, long to, boolean tell) {
        this.from = from;
        this.to = to;
        this.tell = tell;
        this.next = new AtomicLong(from);
    }

    /** Runs them; answers how many failed. */
    public static long run(long from, long seeds, int threads, boolean tell) {
        Simulate simulation = new Simulate(from, from + seeds, tell);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().daemon().start(simulation::work));
        }
        return simulation.watch(workers);
    }

    /** The program. */
    public static void main(String[] arguments) {
        Arguments given = new Arguments(USAGE, arguments);
        long seeds = given.number("--seeds", 1000);
        long from = given.number("--from", 1);
        int threads = (int) given.number("--threads", Runtime.getRuntime().availableProcessors());
        boolean tell = given.flag("--tell");
        given.end();
        System.exit(run(from, seeds, threads, tell) == 0 ? 0 : 1);
    }

    private void work() {
        for (long seed = next.getAndIncrement(); seed < to; seed = next.getAndIncrement()) {
            Ordeal ordeal = new Ordeal(seed);
            try {
                ordeal.run();
                if (tell) {
                    System.out.print("seed " + seed + "\n" + ordeal);
                }
            } catch (AssertionError failure) {
                System.out.println("seed " + seed + " FAILED: " + failure.getMessage());
                if (failed.incrementAndGet() >= MOST_FAILURES) {
                    next.set(to);
                }
            }
            done.incrementAndGet();
        }
    }

    private long watch(List<Thread> workers) {
        long began = System.nanoTime();
        try {
            for (Thread worker : workers) {
                while (!worker.join(TELL_EVERY)) {
                    report(began);
                }
            }
        } catch (InterruptedException stop) {
            next.set(to);
        }
        report(began);
        return failed.get();
    }

    private void report(long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%d of %d seeds from %d, %d failed, %.1f s, %.1f seeds/s%n",
                done.get(), to - from, from, failed.get(), seconds, done.get() / seconds);
    }
}
