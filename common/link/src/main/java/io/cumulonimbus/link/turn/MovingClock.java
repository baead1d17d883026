package io.cumulonimbus.link.turn;

/**
 * Time as far as a link moves: what passes while nothing leaves it, because the far end, the
 * network or this very process stands still, hardly counts. For deciding whether somebody is too
 * slow, which nobody is who stood still and goes on.
 */
public final class MovingClock {
    private static final long LONGEST_STEP_NS = 100_000_000L;

    private long lastNs;
    private long passedNs;

    /** Something left the link. */
    public void moved(long nowNs) {
        passedNs += Math.clamp(nowNs - lastNs, 0, LONGEST_STEP_NS);
        lastNs = nowNs;
    }

    /** What has passed, in nanoseconds since some time. */
    public long passedNs() {
        return passedNs;
    }
}
