package io.cumulonimbus.origin.stream;

/** How long media is on its way. */
@FunctionalInterface
interface Delay {
    /** In milliseconds, as far as can be told. On the loop. */
    double ms(long nowNs);

    /** Half of a round trip, in milliseconds; 0 before one was measured. */
    static double halfMs(long roundTripNs) {
        return Math.max(0, roundTripNs) / 2e6;
    }
}
