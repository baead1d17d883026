package io.cumulonimbus.stream;

/**
 * A viewer's clock: makes the first frame it sees time 0 and goes on from there when the publisher
 * changes (RFC 7425 timestamps, 32 bits that wrap).
 */
final class StreamClock {
    /** How much earlier than the first frame another kind's frame may be, in milliseconds. */
    private static final long INTERLEAVE_MS = 5_000;

    private static final long PLAUSIBLE_MS = 60_000;

    private boolean running;
    private int lastSource;
    private long lastPosition;
    private long start;
    private long highest;

    /** The next frame belongs to another publication: it takes the time of the last one sent. */
    void restart() {
        running = false;
    }

    /** The viewer's time of a frame that the publisher stamped {@code source}. */
    int at(int source) {
        if (!running) {
            running = true;
            start = highest;
            lastPosition = highest;
            lastSource = source;
            return (int) highest;
        }
        long position = lastPosition + (source - lastSource);
        if (position < start) {
            if (start - position <= INTERLEAVE_MS) {
                return (int) start;
            }
            position = highest;
            start = highest;
        }
        lastSource = source;
        lastPosition = position;
        highest = Math.max(highest, position);
        return (int) position;
    }

    /** The viewer's time of something that has no say in the clock, such as data. */
    int near(int source) {
        long position = running ? lastPosition + (source - lastSource) : highest;
        boolean plausible = position >= start && Math.abs(position - highest) <= PLAUSIBLE_MS;
        return (int) (plausible ? position : highest);
    }
}
