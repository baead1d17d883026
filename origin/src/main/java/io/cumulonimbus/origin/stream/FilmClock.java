package io.cumulonimbus.origin.stream;

/** Which time of a film a viewer is at, when it plays as fast as it was filmed. */
final class FilmClock {
    private static final double NS_PER_MS = 1e6;

    private boolean running;
    private long startMs;
    private long startNs;

    /** The next frame starts it again. */
    void stop() {
        running = false;
    }

    /** Starts it with a frame of that time, unless it runs. */
    void start(long ms, long nowNs) {
        if (!running) {
            running = true;
            startMs = ms;
            startNs = nowNs;
        }
    }

    /** When a frame of that time is due that is to be there so much ahead. */
    long dueNs(long ms, long aheadMs) {
        return startNs + (long) ((ms - startMs - aheadMs) * NS_PER_MS);
    }
}
