package io.cumulonimbus.rtmfp.session;

/**
 * Spreads packets over the round trip, so that a large message or an acknowledgement of much does
 * not meet the narrowest line's buffer all at once: a bucket of bytes that fills at a quarter more
 * than the window per round trip, or twice that in slow start.
 *
 * <p>Round trips below ten milliseconds are not worth it: the timer is no finer than one.
 */
final class Pacer {
    private static final long MS = 1_000_000L;
    private static final long LEAST_ROUND_TRIP = 10 * MS;
    private static final long LEAST_WAIT = MS;

    /** What may leave at once whatever the rate: what networks are used to (RFC 6928). */
    private static final int PACKETS = 10;

    /** A loop that is busy may come late by this much without loss of throughput. */
    private static final long LATENESS = 4 * MS;

    /** Packets worth waking up for. */
    private static final int WORTHWHILE = 2;

    private double credit;
    private double perNs;
    private long filledAt;

    /** Whether a round trip is long enough to spread packets over it. */
    static boolean isUseful(long roundTripNs) {
        return roundTripNs >= LEAST_ROUND_TRIP;
    }

    /** Whether another packet may leave now. */
    boolean allows(long nowNs, long window, boolean slowStart, long roundTripNs, int packet) {
        double rate = (slowStart ? 2.0 : 1.25) * window / roundTripNs;
        double most = Math.max(PACKETS * packet, rate * LATENESS);
        double earned = perNs == 0 ? most : (nowNs - filledAt) * rate;
        credit = Math.min(most, credit + earned);
        perNs = rate;
        filledAt = nowNs;
        return credit > 0;
    }

    /** So many bytes left. */
    void sent(int bytes) {
        credit -= bytes;
    }

    /** When to ask again after it was not allowed. */
    long next(int packet) {
        long wait = (long) ((WORTHWHILE * packet - credit) / perNs);
        return filledAt + Math.max(LEAST_WAIT, wait);
    }
}
