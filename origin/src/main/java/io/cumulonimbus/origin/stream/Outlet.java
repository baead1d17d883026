package io.cumulonimbus.origin.stream;

import io.cumulonimbus.stream.KeyframeCache;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;

/**
 * One loop that a publication goes to, as the publisher's loop sees it: when it does not keep up,
 * video is left out to the next key frame.
 */
final class Outlet {
    private final WatchedStreamProxy viewers;
    private boolean primed;
    private boolean waitsForKeyFrame;
    private long dropped;

    Outlet(WatchedStreamProxy viewers) {
        this.viewers = viewers;
    }

    boolean leadsTo(WatchedStreamProxy wanted) {
        return viewers == wanted;
    }

    /** Makes known what late joiners need; tried again with the next frame when it was refused. */
    void prime(KeyframeCache cache) {
        primed = viewers.prime(cache.all());
    }

    void send(MediaFrame frame, KeyframeCache cache) {
        send(frame, cache, false);
    }

    /** The same of a frame that a lost origin had. */
    void replay(MediaFrame frame, KeyframeCache cache) {
        send(frame, cache, true);
    }

    private void send(MediaFrame frame, KeyframeCache cache, boolean replayed) {
        boolean video = frame.kind() == MediaKind.VIDEO && !frame.isHeader();
        if (video && waitsForKeyFrame && !frame.isKeyFrame()) {
            dropped++;
            return;
        }
        if (!primed) {
            prime(cache);
        }
        if (primed && (replayed ? viewers.replayed(frame) : viewers.frame(frame))) {
            waitsForKeyFrame &= !video;
            return;
        }
        dropped++;
        waitsForKeyFrame |= video;
        primed &= frame.kind() != MediaKind.METADATA && !frame.isHeader();
    }

    long dropped() {
        return dropped;
    }
}
