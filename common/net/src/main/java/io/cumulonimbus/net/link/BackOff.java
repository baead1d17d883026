package io.cumulonimbus.net.link;

import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: twice as long each time up to a bound, and never quite as long
 * as the others, so that edges do not come back all at once.
 */
final class BackOff {
    private final long firstNs;
    private final long mostNs;
    private final RandomGenerator random;
    private long spanNs;

    BackOff(long firstNs, long mostNs, RandomGenerator random) {
        this.firstNs = firstNs;
        this.mostNs = mostNs;
        this.random = random;
        this.spanNs = firstNs;
    }

    /** The next wait: between half of the present span and all of it. */
    long next() {
        long wait = spanNs / 2 + random.nextLong(spanNs / 2 + 1);
        spanNs = Math.min(mostNs, spanNs * 2);
        return wait;
    }

    /** It worked: begins from the start next time. */
    void reset() {
        spanNs = firstNs;
    }
}
