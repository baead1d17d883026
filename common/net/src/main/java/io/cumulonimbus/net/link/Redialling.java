package io.cumulonimbus.net.link;

import java.util.random.RandomGenerator;

/**
 * How long an edge waits before it dials again. While clients wait for it, it tries each origin
 * that it knows once without waiting: one that was killed refuses at once, and another one may be
 * there. Then it tries often for some seconds, in which a killed one may be started again; from
 * then on, and when nobody waits, it waits longer each time.
 */
final class Redialling {
    private static final long FIRST_WAIT_NS = 200_000_000L;
    private static final long LONGEST_WAIT_NS = 2_000_000_000L;
    private static final long HURRIED_WAIT_NS = 400_000_000L;
    private static final long EAGER_WAIT_NS = 100_000_000L;

    /** Some four seconds of attempts that are refused at once. */
    private static final int EAGER_ATTEMPTS = 50;

    private final int origins;
    private final BackOff calm;
    private final BackOff hurried;
    private final BackOff eager;
    private int atOnce;
    private int eagerly;

    /**
     * @param origins how many it knows
     */
    Redialling(int origins, RandomGenerator random) {
        this.origins = origins;
        this.calm = new BackOff(FIRST_WAIT_NS, LONGEST_WAIT_NS, random);
        this.hurried = new BackOff(FIRST_WAIT_NS, HURRIED_WAIT_NS, random);
        this.eager = new BackOff(EAGER_WAIT_NS, EAGER_WAIT_NS, random);
    }

    /** One answered and has proved itself. */
    void linked() {
        calm.reset();
        hurried.reset();
        atOnce = origins;
        eagerly = EAGER_ATTEMPTS;
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
        if (awaited && eagerly > 0) {
            eagerly--;
            return eager.next();
        }
        return (awaited ? hurried : calm).next();
    }
}
