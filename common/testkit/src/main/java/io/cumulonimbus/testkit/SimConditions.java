package io.cumulonimbus.testkit;

import java.util.random.RandomGenerator;

/** What one direction of a simulated path does to datagrams; settings may change at any time. */
public final class SimConditions {
    private double loss;
    private double enterBurst;
    private double leaveBurst;
    private double lossInBurst;
    private boolean inBurst;
    private double duplicate;
    private double reorder;
    private long minLatencyNs;
    private long maxLatencyNs;
    private int mtu = Integer.MAX_VALUE;
    private long bytesPerSecond;
    private long queueBytes;
    private long lineFreeAtNs = Long.MIN_VALUE;
    private boolean partitioned;

    /** Each datagram is lost with this probability. */
    public SimConditions loss(double probability) {
        loss = probability;
        return this;
    }

    /**
     * Gilbert-Elliott loss: per datagram, a burst begins with the first probability and ends with
     * the second; within a burst datagrams are lost with the third.
     */
    public SimConditions burstLoss(double enter, double leave, double lossWithin) {
        enterBurst = enter;
        leaveBurst = leave;
        lossInBurst = lossWithin;
        inBurst = inBurst && enter > 0;
        return this;
    }

    /** Each datagram arrives twice with this probability. */
    public SimConditions duplicate(double probability) {
        duplicate = probability;
        return this;
    }

    /** Each datagram is held back by up to three more latencies with this probability. */
    public SimConditions reorder(double probability) {
        reorder = probability;
        return this;
    }

    /** One-way latency in milliseconds, constant; order is kept. */
    public SimConditions latencyMs(long ms) {
        return latencyMs(ms, ms);
    }

    /** One-way latency in milliseconds, even between the two; jitter reorders. */
    public SimConditions latencyMs(long min, long max) {
        minLatencyNs = min * 1_000_000;
        maxLatencyNs = max * 1_000_000;
        return this;
    }

    /** Datagrams longer than this many bytes (UDP payload) vanish without a word. */
    public SimConditions mtu(int bytes) {
        mtu = bytes;
        return this;
    }

    /** A line of this rate with a tail-drop queue of {@code queue} bytes; 0 is no limit. */
    public SimConditions rate(long bytesPerSecond, long queue) {
        this.bytesPerSecond = bytesPerSecond;
        this.queueBytes = queue;
        return this;
    }

    /** Nothing passes while set. */
    public SimConditions partitioned(boolean cut) {
        partitioned = cut;
        return this;
    }

    boolean drops(int length, RandomGenerator random) {
        if (enterBurst > 0) {
            inBurst =
                    inBurst ? random.nextDouble() >= leaveBurst : random.nextDouble() < enterBurst;
        }
        boolean lost = loss > 0 && random.nextDouble() < loss;
        lost |= inBurst && random.nextDouble() < lossInBurst;
        return lost || partitioned || length > mtu;
    }

    boolean duplicates(RandomGenerator random) {
        return duplicate > 0 && random.nextDouble() < duplicate;
    }

    /** When a datagram sent now arrives, or -1 when the line's queue is full. */
    long arrivalNs(int length, long nowNs, RandomGenerator random) {
        long sentNs = nowNs;
        if (bytesPerSecond > 0) {
            long startNs = Math.max(nowNs, lineFreeAtNs);
            if ((startNs - nowNs) * (double) bytesPerSecond / 1e9 + length > queueBytes) {
                return -1;
            }
            sentNs = startNs + length * 1_000_000_000L / bytesPerSecond;
            lineFreeAtNs = sentNs;
        }
        long latencyNs =
                maxLatencyNs > minLatencyNs
                        ? random.nextLong(minLatencyNs, maxLatencyNs + 1)
                        : minLatencyNs;
        if (reorder > 0 && random.nextDouble() < reorder) {
            latencyNs += random.nextLong(1, 3 * Math.max(latencyNs, 1_000_000) + 1);
        }
        return sentNs + latencyNs;
    }
}
