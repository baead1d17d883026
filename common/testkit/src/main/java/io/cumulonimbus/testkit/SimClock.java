package io.cumulonimbus.testkit;

/** Simulated monotonic time, in nanoseconds; it moves only when a test moves it. */
public final class SimClock {
    /** Not 0, so that code which takes 0 for "never" is found out. */
    private static final long START_NS = 1_000_000_000_000L;

    private long nowNs = START_NS;

    /** The present, in nanoseconds. */
    public long nowNs() {
        return nowNs;
    }

    /** Moves on by {@code ns} nanoseconds. */
    public void advanceNs(long ns) {
        advanceTo(nowNs + ns);
    }

    /** Moves on by {@code ms} milliseconds. */
    public void advanceMs(long ms) {
        advanceNs(ms * 1_000_000);
    }

    /** Moves on to {@code ns}; never back. */
    public void advanceTo(long ns) {
        if (ns < nowNs) {
            throw new IllegalArgumentException("time does not run backwards");
        }
        nowNs = ns;
    }
}
