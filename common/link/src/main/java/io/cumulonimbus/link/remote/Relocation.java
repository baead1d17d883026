package io.cumulonimbus.link.remote;

/**
 * How many sessions at a time move to another origin. Publishers do at once, because others wait
 * for their pictures; viewers, who go on watching meanwhile, a few at first, more each tenth of a
 * second, and at most 500 a second: an origin that has just started is slow, and what it does for
 * them publishers would have to wait for.
 */
final class Relocation {
    private static final long SLOT_NS = 100_000_000L;
    private static final int FIRST = 5;
    private static final int MOST = 50;

    /** So long without anybody, and it begins with a few again. */
    private static final long REST_NS = 1_000_000_000L;

    private boolean going;
    private boolean begun;
    private long slotNs;
    private int allowed;
    private int opened;

    /** Somebody is going to move. */
    void begin() {
        going = true;
    }

    /** Nobody is left who waits. */
    void end() {
        going = false;
    }

    /** The far end is another one. */
    void restart() {
        going = false;
        begun = false;
    }

    /** Whether the next one may be opened now; if so it is counted. */
    boolean allows(boolean publishes, long nowNs) {
        if (!going || publishes) {
            return true;
        }
        long passedNs = nowNs - slotNs;
        if (!begun || passedNs >= REST_NS) {
            begun = true;
            slot(FIRST, nowNs);
        } else if (passedNs >= SLOT_NS) {
            slot(Math.min(MOST, 2 * allowed), nowNs);
        }
        return opened++ < allowed;
    }

    private void slot(int most, long nowNs) {
        slotNs = nowNs;
        allowed = most;
        opened = 0;
    }

    /** When some more may be opened. */
    long nextNs() {
        return going && begun ? slotNs + SLOT_NS : Long.MAX_VALUE;
    }
}
