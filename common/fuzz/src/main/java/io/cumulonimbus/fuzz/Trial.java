package io.cumulonimbus.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/**
 * One target's cases: each follows from its number, and is judged by what it throws, allocates and
 * how long it takes. Owned by one thread.
 */
final class Trial {
    /** Wall time that makes a case worth a second look. */
    private static final long SUSPICIOUS_NS = 200_000_000;

    /** Processor time that no case may take, and what each byte may add. */
    private static final long MOST_NS = 1_000_000_000;

    private static final long MOST_NS_PER_BYTE = 10_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Target target;
    private long cases;
    private long bytes;
    private long allocated;
    private long slowestNs;

    Trial(Target target) {
        this.target = target;
    }

    long cases() {
        return cases;
    }

    /** The input of a case. */
    byte[] input(long number) {
        long seed = number * 0x9e3779b97f4a7c15L + target.name().hashCode();
        return target.input(new SplittableRandom(seed));
    }

    /** Runs an input; throws what is wrong with it. */
    void run(byte[] input) {
        long began = System.nanoTime();
        long used = allocatedFor(input);
        long took = System.nanoTime() - began;
        cases++;
        bytes += input.length;
        allocated += used;
        slowestNs = Math.max(slowestNs, took);
        long most = target.allocation() + target.allocationPerByte() * input.length;
        // The first to come somewhere also loads classes and makes tables.
        for (int i = 0; i < 3 && used > most; i++) {
            used = allocatedFor(input);
        }
        if (used > most) {
            throw new AssertionError(
                    used + " bytes allocated for " + input.length + ", allowed " + most);
        }
        if (took > SUSPICIOUS_NS) {
            lookAgain(input);
        }
    }

    private long allocatedFor(byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        target.run(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** The machine may have been busy with something else: what counts is processor time. */
    private void lookAgain(byte[] input) {
        long before = THREADS.getCurrentThreadCpuTime();
        target.run(input);
        long took = THREADS.getCurrentThreadCpuTime() - before;
        Require.that(
                took <= MOST_NS + MOST_NS_PER_BYTE * input.length,
                took / 1_000_000 + " ms for " + input.length + " bytes");
    }

    /** What it came to, in a line. */
    String summary(double seconds) {
        long count = Math.max(1, cases);
        return "%-16s %,12d cases %,12.0f/s %8d bytes each %10d allocated each, slowest %d ms"
                .formatted(
                        target.name(),
                        cases,
                        cases / seconds,
                        bytes / count,
                        allocated / count,
                        slowestNs / 1_000_000);
    }
}
