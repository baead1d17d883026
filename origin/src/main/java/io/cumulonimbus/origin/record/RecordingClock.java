package io.cumulonimbus.origin.record;

/**
 * A recording's time: the publisher's, from 0 or from where the file ended, and never back by more
 * than interleaving takes.
 */
final class RecordingClock {
    private static final long INTERLEAVE_MS = 5_000;

    private final long start;
    private boolean running;
    private int lastSource;
    private long position;
    private long highest;

    /**
     * @param start of the first frame, in milliseconds
     */
    RecordingClock(long start) {
        this.start = start;
        this.position = start;
        this.highest = start;
    }

    /** The time of a frame that the publisher stamped {@code source}, 32 bits that wrap. */
    long at(int source) {
        if (!running) {
            running = true;
            lastSource = source;
            return position;
        }
        long next = position + (source - lastSource);
        if (highest - next > INTERLEAVE_MS) {
            next = highest; // its clock began again
        }
        lastSource = source;
        position = next;
        highest = Math.max(highest, next);
        return Math.max(start, next);
    }

    /** The time of what has no say in the clock. */
    long now() {
        return Math.max(start, highest);
    }

    /** The latest time so far. */
    long highest() {
        return highest;
    }
}
