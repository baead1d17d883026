package io.cumulonimbus.origin.stream;

import java.util.function.LongSupplier;

/**
 * How far a publisher's media falls behind its own clock, added to half of a round trip: what the
 * timestamps say went by less than what really did. Owned by the publisher's loop.
 */
final class ArrivalDelay implements Delay {
    private final LongSupplier roundTripNs;
    private int timestamp;
    private int firstTimestamp;
    private long firstNs;
    private boolean started;

    /**
     * @param roundTripNs the publisher's, in nanoseconds; -1 when it is not known
     */
    ArrivalDelay(LongSupplier roundTripNs) {
        this.roundTripNs = roundTripNs;
    }

    /** A message with this time, in milliseconds, arrives. */
    void at(int time) {
        timestamp = time;
    }

    @Override
    public double ms(long nowNs) {
        double passed = (nowNs - firstNs) / 1e6 - (timestamp - firstTimestamp);
        if (!started || passed < 0) {
            // Earlier than the first one: that one was late already.
            started = true;
            firstNs = nowNs;
            firstTimestamp = timestamp;
            passed = 0;
        }
        return Delay.halfMs(roundTripNs.getAsLong()) + passed;
    }
}
