package io.cumulonimbus.net.link;

import java.util.random.RandomGenerator;

/**
 * How long an edge waits before it dials again. While clients wait for it, it tries each origin
 * that it knows once without waiting: one that was killed refuses at once, and another one may be
 * there. From then on, and when nobody waits, it waits longer each time.
 */
final class Redialling {
    private static final long FIRST_WAIT_NS = 200_000_000L;
    private static final long LONGEST_WAIT_NS = 2_000_000_000L;
    private static final long HURRIED_WAIT_NS = 400_000_000L;

    private final int origins;
    private final BackOff calm;
    private final BackOff hurried;
    private int atOnce;

    /**
     * @param origins how many it knows
     */
    Redialling(int origins, RandomGenerator random) {
        this.origins = origins;
        this.calm = new BackOff(FIRST_WAIT_NS, LONGEST_WAIT_NS, random);
        this.hurried = new BackOff(FIRST_WAIT_NS, HURRIED_WAIT_NS, random);
    }

    /** One answered and has proved itself. */
    void linked() {
        calm.reset();
        hurried.reset();
        atOnce = origins;
    }

    /**
     * The next wait in nanoseconds.
     *
     * @param awaited whether clients wait
     */
    long next(boolean awaited) {
        if (awaited && atOnce > 0) {
            atOnce--;
            return 0;
        }
        return (awaited ? hurried : calm).next();
    }
}
