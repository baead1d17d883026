package io.cumulonimbus.origin.stream;

import io.cumulonimbus.stream.KeyframeCache;
import io.cumulonimbus.stream.MediaFrame;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The latest media of a publication that came here from a lost origin, or is pulled for those who
 * did, for edges that come later than others: kept for as long as edges look for another origin.
 */
final class MovedMedia {
    static final long KEPT_NS = 15_000_000_000L;

    private final LongSupplier clockNs;
    private final long untilNs;
    private final KeyframeCache cache;
    private boolean over;

    MovedMedia(LongSupplier clockNs, KeyframeCache cache) {
        this.clockNs = clockNs;
        this.cache = cache;
        this.untilNs = clockNs.getAsLong() + KEPT_NS;
    }

    void accept(MediaFrame frame) {
        if (over) {
            return;
        }
        if (clockNs.getAsLong() - untilNs >= 0) {
            over = true;
            cache.clear();
        } else {
            cache.accept(frame);
        }
    }

    /** Since the last key frame. */
    List<MediaFrame> frames() {
        return cache.framesSinceKey();
    }
}
