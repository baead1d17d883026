package io.cumulonimbus.origin.rendezvous;

/** So many a second, and no more than that at once. */
final class RateLimit {
    private static final double SECOND = 1e9;

    private final int perSecond;
    private double left;
    private long atNs;

    RateLimit(int perSecond, long nowNs) {
        this.perSecond = perSecond;
        this.left = perSecond;
        this.atNs = nowNs;
    }

    /** Takes one; answers false when there is none left. */
    boolean take(long nowNs) {
        left = Math.min(perSecond, left + (nowNs - atNs) / SECOND * perSecond);
        atNs = nowNs;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
