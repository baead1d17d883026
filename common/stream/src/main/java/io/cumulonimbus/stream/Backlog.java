package io.cumulonimbus.stream;

import io.cumulonimbus.client.MessageSink;

/**
 * How far a sink is behind, in bytes and in time: remembers when bytes were written, and compares
 * with what the sink still holds.
 *
 * <p>Remembers at most {@value #MARKS} moments, {@value #STEP_MS} ms apart, so a sink that is never
 * drained costs no more than one that is.
 */
final class Backlog {
    private static final int MARKS = 128;
    private static final int STEP_MS = 100;

    /** How far apart the remembered moments are. */
    static final long STEP_NS = STEP_MS * 1_000_000L;

    private static final long[] NONE = {};

    private final MessageSink sink;
    private long written;

    /** How many moments are remembered. */
    private int count;

    private long firstAt;
    private long lastAt;

    // The others: a viewer who is never behind has none, and saves the memory and its caches.
    private long[] writtenBefore = NONE;
    private long[] at = NONE;
    private int second;

    Backlog(MessageSink sink) {
        this.sink = sink;
    }

    /** Notes that a message of that length is about to be written. */
    void writing(int length, long nowNs) {
        if (count == 0) {
            count = 1;
            firstAt = nowNs;
            lastAt = nowNs;
        } else if (count < MARKS && nowNs - lastAt >= STEP_NS) {
            remember(nowNs);
        }
        written += length;
    }

    private void remember(long nowNs) {
        if (at.length == 0) {
            writtenBefore = new long[MARKS];
            at = new long[MARKS];
        }
        int next = (second + count - 1) % MARKS;
        writtenBefore[next] = written;
        at[next] = nowNs;
        lastAt = nowNs;
        count++;
    }

    /** What was written so far is not waited for. */
    void forget() {
        count = 0;
    }

    /** Bytes not yet at the far end. */
    long bytes() {
        return sink.queuedBytes();
    }

    /**
     * For how long the oldest of them has been waiting, in nanoseconds, a step too much at most.
     */
    long ageNs(long nowNs) {
        long delivered = written - sink.queuedBytes();
        if (delivered >= written) {
            forget();
            return 0;
        }
        while (count > 1 && writtenBefore[second] <= delivered) {
            firstAt = at[second];
            second = (second + 1) % MARKS;
            count--;
        }
        return count == 0 ? 0 : nowNs - firstAt;
    }
}
