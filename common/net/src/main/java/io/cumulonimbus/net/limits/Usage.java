package io.cumulonimbus.net.limits;

import java.util.concurrent.atomic.AtomicInteger;

/** What those have together that are of one address or account. Any thread. */
final class Usage {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final double BYTES_IN_KILOBIT = 125;

    private final Quota quota;
    private final Rate handshakes;
    private final Rate bytes;
    private final Rate calls;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();

    Usage(Quota quota, long nowNs) {
        this.quota = quota;
        handshakes = new Rate(quota.handshakes(), SECOND_NS, nowNs);
        bytes = new Rate(quota.bitrate() * BYTES_IN_KILOBIT, 2 * SECOND_NS, nowNs);
        calls = new Rate(quota.calls(), SECOND_NS, nowNs);
    }

    /** One connection more, unless that is too many and need not be. */
    boolean enter(boolean must) {
        boolean room = take(connections, quota.connections());
        if (!room && must) {
            connections.incrementAndGet();
        }
        return room || must;
    }

    void leave() {
        connections.decrementAndGet();
    }

    boolean takeStream() {
        return take(streams, quota.streams());
    }

    void addStreams(int more) {
        streams.addAndGet(more);
    }

    private static boolean take(AtomicInteger count, int most) {
        if (count.incrementAndGet() > most && most > 0) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    Rate handshakes() {
        return handshakes;
    }

    Rate bytes() {
        return bytes;
    }

    Rate calls() {
        return calls;
    }

    /** Whether it makes no difference to one who never was here. */
    boolean isNothing(long nowNs) {
        return connections.get() == 0
                && handshakes.isAtRest(nowNs)
                && bytes.isAtRest(nowNs)
                && calls.isAtRest(nowNs);
    }
}
