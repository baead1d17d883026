package io.cumulonimbus.net.limits;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many in a second, and as many at once as come in a given time: it is kept until when what was
 * had is paid for. Any thread.
 */
final class Rate {
    private static final double SECOND_NS = 1e9;

    /** What another server tells is believed up to that: 10 s. */
    private static final double MOST_CHARGED_NS = 1e10;

    private final double costNs;
    private final long aheadNs;
    private final AtomicLong paidNs;
    private final AtomicLong had = new AtomicLong();

    /**
     * @param perSecond 0 for any number
     * @param aheadNs how much may be had at once, as the time in which it comes
     */
    Rate(double perSecond, long aheadNs, long nowNs) {
        this.costNs = perSecond > 0 ? SECOND_NS / perSecond : 0;
        this.aheadNs = aheadNs;
        this.paidNs = new AtomicLong(nowNs);
    }

    /** Has one, unless that is too many. */
    boolean take(long nowNs) {
        while (costNs > 0) {
            long before = paidNs.get();
            long after = later(before, nowNs) + (long) costNs;
            if (after - nowNs > Math.max(aheadNs, (long) costNs)) {
                return false;
            }
            if (paidNs.compareAndSet(before, after)) {
                had.incrementAndGet();
                return true;
            }
        }
        return true;
    }

    /** Has so many in any case. */
    void spend(long many, long nowNs) {
        if (costNs > 0) {
            long cost = (long) (many * costNs);
            paidNs.updateAndGet(before -> later(before, nowNs) + cost);
            had.addAndGet(many);
        }
    }

    /** So many were had elsewhere. */
    void charge(long many, long nowNs) {
        if (costNs > 0 && many > 0) {
            long cost = (long) Math.min(MOST_CHARGED_NS, many * costNs);
            paidNs.updateAndGet(before -> later(before, nowNs) + cost);
        }
    }

    /** How many were had here since this was asked last. */
    long takeHad() {
        return had.getAndSet(0);
    }

    /** How long nothing should be had, because too many were; 0 when they were not. */
    long waitNs(long nowNs) {
        return Math.max(0, paidNs.get() - nowNs - aheadNs);
    }

    /** Whether all that was had is paid for. */
    boolean isAtRest(long nowNs) {
        return paidNs.get() - nowNs <= 0;
    }

    private static long later(long oneNs, long otherNs) {
        return oneNs - otherNs > 0 ? oneNs : otherNs;
    }
}
