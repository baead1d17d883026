package io.cumulonimbus.net.rtmp;

import io.cumulonimbus.net.loop.Gathering;
import io.cumulonimbus.net.loop.Loop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where media waits for more, so that a picture and the sound that comes right behind it go out in
 * one write: one place for each loop, whichever doors its connections came through. Any thread.
 */
public final class Gatherings {
    /** No media waits. */
    public static final Gatherings NONE = new Gatherings(Duration.ZERO);

    private final long waitNs;
    private final Map<Loop, Gathering> loops = new ConcurrentHashMap<>();

    /**
     * @param wait how long it may wait; 0 sends each message at once
     */
    public Gatherings(Duration wait) {
        this.waitNs = wait.toNanos();
    }

    /** The one of this loop, which owns it. */
    Gathering on(Loop loop) {
        return waitNs == 0
                ? new Gathering(loop, 0)
                : loops.computeIfAbsent(loop, l -> new Gathering(l, waitNs));
    }
}
