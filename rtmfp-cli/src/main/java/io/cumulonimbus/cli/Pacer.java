package io.cumulonimbus.cli;

import java.util.concurrent.TimeUnit;

/** Holds a publisher to the speed of its timestamps. */
final class Pacer {
    /** A bigger step between two timestamps is a new beginning, not a pause. */
    private static final long MAX_STEP_MS = 10_000;

    private long baseNs = System.nanoTime();
    private long baseMs;
    private long lastMs;
    private boolean begun;

    /** How long from {@code nowNs} until {@code timestampMs} is due, in nanoseconds; at least 0. */
    long untilDueNs(long timestampMs, long nowNs) {
        boolean jump = Math.abs(timestampMs - lastMs) > MAX_STEP_MS;
        if (!begun || jump) {
            begun = true;
            baseNs = nowNs;
            baseMs = timestampMs;
        }
        lastMs = timestampMs;
        long dueNs = baseNs + TimeUnit.MILLISECONDS.toNanos(timestampMs - baseMs);
        return Math.max(0, dueNs - nowNs);
    }
}
