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

    private final MessageSink sink;
    private long written;
    private final long[] writtenBefore = new long[MARKS];
    private final long[] at = new long[MARKS];
    private int first;
    private int count;

    Backlog(MessageSink sink) {
        this.sink = sink;
    }

    /** Notes that a message of that length is about to be written. */
    void writing(int length, long nowNs) {
        int last = (first + count - 1) % MARKS;
        if (count < MARKS && (count == 0 || nowNs - at[last] >= STEP_NS)) {
            int next = (first + count) % MARKS;
            writtenBefore[next] = written;
            at[next] = nowNs;
            count++;
        }
        written += length;
    }

    /** What was written so far is not waited for. */
    void forget() {
        first = 0;
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
        while (count > 1 && writtenBefore[(first + 1) % MARKS] <= delivered) {
            first = (first + 1) % MARKS;
            count--;
        }
        return count == 0 ? 0 : nowNs - at[first];
    }
}
