package io.cumulonimbus.net.limits;

import java.util.concurrent.atomic.AtomicInteger;

/** What those have together that are of one address or account. Any thread. */
final class Usage {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final double BYTES_IN_KILOBIT = 125;

    private final Quota quota;
    private final long id;
    private final Elsewhere elsewhere;
    private final Rate handshakes;
    private final Rate bytes;
    private final Rate calls;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();

    /**
     * @param id stands for the address or account
     */
    Usage(Quota quota, long id, Elsewhere elsewhere, long nowNs) {
        this.quota = quota;
        this.id = id;
        this.elsewhere = elsewhere;
        handshakes = new Rate(quota.handshakes(), SECOND_NS, nowNs);
        bytes = new Rate(quota.bitrate() * BYTES_IN_KILOBIT, 2 * SECOND_NS, nowNs);
        calls = new Rate(quota.calls(), SECOND_NS, nowNs);
    }

    /** One connection more, unless that is too many and need not be. */
    boolean enter(boolean must) {
        boolean room =
                quota.connections() == 0
                        ? take(connections, Integer.MAX_VALUE)
                        : take(connections, quota.connections() - elsewhere.connections(id));
        if (!room && must) {
            connections.incrementAndGet();
        }
        return room || must;
    }

    void leave() {
        connections.decrementAndGet();
    }

    boolean takeStream() {
        return quota.streams() == 0
                ? take(streams, Integer.MAX_VALUE)
                : take(streams, quota.streams() - elsewhere.streams(id));
    }

    void addStreams(int more) {
        streams.addAndGet(more);
    }

    private static boolean take(AtomicInteger count, int most) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    /** What was had, for others to know; what comes by rates only since this was asked last. */
    Having takeHad() {
        return new Having(
                connections.get(),
                streams.get(),
                (int) Math.min(Integer.MAX_VALUE, handshakes.takeHad()),
                bytes.takeHad(),
                (int) Math.min(Integer.MAX_VALUE, calls.takeHad()));
    }

    /** So much was had elsewhere. */
    void charge(Having had, long nowNs) {
        handshakes.charge(had.handshakes(), nowNs);
        bytes.charge(had.bytes(), nowNs);
        calls.charge(had.calls(), nowNs);
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
