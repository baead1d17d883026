package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.rtmfp.packet.PacketHeader;

/**
 * Timestamps, their echoes, and what follows from them: round-trip time and retransmission timeout
 * (RFC 7016 §3.5.2.2). Times are nanoseconds, ticks 4 ms.
 */
final class RoundTrip {
    private static final long MS = 1_000_000L;
    private static final long TICK = 4 * MS;

    /** §3.5.2.2: an echo older than this would be ambiguous. */
    private static final long ECHO_LIFETIME = 128_000 * MS;

    private static final long INITIAL_TIMEOUT = 3000 * MS;
    private static final long MIN_TIMEOUT = 250 * MS;

    /** §3.5.2.2: the ultimate cap of the back-off. */
    private static final long MAX_BACKOFF = 10_000 * MS;

    /** §3.5.2.2: an acknowledgement may be delayed by this much. */
    private static final long ACK_DELAY = 200 * MS;

    /** A path's shortest time may become longer; old ones are forgotten after this, or twice. */
    private static final long LEAST_LIFETIME = 60_000 * MS;

    private static final int NONE = PacketHeader.NONE;

    private int received = NONE;
    private long receivedAt;
    private int echoSent = NONE;
    private int echoReceived = NONE;
    private long smoothed = -1;
    private long variance;
    private long measuredTimeout = MIN_TIMEOUT;
    private long timeout = INITIAL_TIMEOUT;
    private long least = Long.MAX_VALUE;
    private long leastBefore = Long.MAX_VALUE;
    private long leastSince;
    private boolean renewed;

    /** The time as it is sent. */
    static int ticks(long nowNs) {
        return (int) (Math.floorDiv(nowNs, TICK) & 0xffff);
    }

    /** SRTT, or -1. */
    long smoothed() {
        return smoothed;
    }

    /** ERTO. */
    long timeout() {
        return timeout;
    }

    /** By how much it is above the shortest of the last minute or two. */
    long queueing() {
        return smoothed < 0 ? 0 : Math.max(0, smoothed - Math.min(least, leastBefore));
    }

    /** Whether the shortest time has to be found anew; answers yes once. */
    boolean takeRenewed() {
        boolean taken = renewed;
        renewed = false;
        return taken;
    }

    /** Forgets how short it was: the path is another one now. */
    void pathChanged() {
        least = Long.MAX_VALUE;
        leastBefore = Long.MAX_VALUE;
    }

    /** Takes the times of a received packet's header; answers the round trip it tells, or -1. */
    long received(PacketHeader header, long nowNs) {
        if (header.timestamp() != NONE && header.timestamp() != received) {
            received = header.timestamp();
            receivedAt = nowNs;
        }
        if (header.timestampEcho() != NONE && header.timestampEcho() != echoReceived) {
            echoReceived = header.timestampEcho();
            return measure(ticks(nowNs) - echoReceived & 0xffff, nowNs);
        }
        return -1;
    }

    /** The echo for a packet that leaves now, or {@link PacketHeader#NONE}. */
    int echo(long nowNs) {
        if (received == NONE) {
            return NONE;
        }
        long elapsed = nowNs - receivedAt;
        if (elapsed > ECHO_LIFETIME) {
            received = NONE;
            echoSent = NONE;
            return NONE;
        }
        int echo = (int) (received + elapsed / TICK & 0xffff);
        if (echo == echoSent) {
            return NONE;
        }
        echoSent = echo;
        return echo;
    }

    /** What was expected did not come in time. */
    void backOff() {
        long longer = Math.min((long) (timeout * 1.4142), MAX_BACKOFF);
        timeout = Math.max(longer, measuredTimeout);
    }

    private long measure(int ticks, long nowNs) {
        if (ticks > 32_767) {
            return -1;
        }
        long sample = ticks * TICK;
        if (smoothed < 0) {
            smoothed = sample;
            variance = sample / 2;
        } else {
            variance = (3 * variance + Math.abs(smoothed - sample)) / 4;
            smoothed = (7 * smoothed + sample) / 8;
        }
        if (nowNs - leastSince > LEAST_LIFETIME) {
            leastBefore = least;
            least = Long.MAX_VALUE;
            leastSince = nowNs;
            renewed = true;
        }
        least = Math.min(least, sample);
        measuredTimeout = smoothed + 4 * variance + ACK_DELAY;
        timeout = Math.max(measuredTimeout, MIN_TIMEOUT);
        return sample;
    }
}
