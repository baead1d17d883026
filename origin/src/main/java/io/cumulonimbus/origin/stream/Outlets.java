package io.cumulonimbus.origin.stream;

import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.KeyframeCache;
import io.cumulonimbus.stream.MediaFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The loops where somebody takes a stream, seen from the loop where its frames come in, and what
 * those who come late need to know. Owned by that loop.
 */
final class Outlets {
    private final KeyframeCache cache = KeyframeCache.withoutFrames();
    private final List<Outlet> outlets = new ArrayList<>();
    private final LongSupplier clockNs;
    private final boolean moved;
    private final Optional<MovedMedia> recent;
    private long droppedBefore;
    private boolean keeping;
    private long leftNs;

    Outlets(LongSupplier clockNs) {
        this(clockNs, false, Optional.empty());
    }

    private Outlets(LongSupplier clockNs, boolean moved, Optional<MovedMedia> recent) {
        this.clockNs = clockNs;
        this.moved = moved;
        this.recent = recent;
    }

    /** Of a publication that goes on here: edges may come later than it does. */
    static Outlets ofMoved(LongSupplier clockNs) {
        MovedMedia recent = new MovedMedia(clockNs, KeyframeCache.withFrames());
        return new Outlets(clockNs, true, Optional.of(recent));
    }

    /** Of one that is pulled for those who had the beginning by another origin. */
    static Outlets ofPulled(LongSupplier clockNs) {
        MovedMedia recent = new MovedMedia(clockNs, KeyframeCache.withFramesAnywhere());
        return new Outlets(clockNs, false, Optional.of(recent));
    }

    void attach(WatchedStreamProxy viewers) {
        Outlet outlet = new Outlet(viewers);
        outlets.add(outlet);
        keeping = true;
        cache.keepsFrames(true);
        outlet.prime(cache);
        List<MediaFrame> late = recent.map(MovedMedia::frames).orElse(List.of());
        if (moved && !late.isEmpty()) {
            late.forEach(frame -> outlet.replay(frame, cache));
        } else {
            goOn(outlet, viewers.before(), late.isEmpty() ? cache.framesSinceKey() : late);
        }
    }

    /** Who lost the origin between here and there had some of it, and gets what followed. */
    private void goOn(Outlet outlet, Had before, List<MediaFrame> frames) {
        for (MediaFrame frame : frames) {
            if (before.isOf(frame) && !before.has(frame)) {
                outlet.replay(frame, cache);
            }
        }
    }

    void detach(WatchedStreamProxy viewers) {
        for (Outlet outlet : outlets) {
            droppedBefore += outlet.leadsTo(viewers) ? outlet.dropped() : 0;
        }
        outlets.removeIf(outlet -> outlet.leadsTo(viewers));
        leftNs = clockNs.getAsLong();
    }

    private void keep(MediaFrame frame) {
        if (keeping && outlets.isEmpty() && clockNs.getAsLong() - leftNs >= MovedMedia.KEPT_NS) {
            keeping = false; // nobody comes back
            cache.keepsFrames(false);
        }
        cache.accept(frame);
        recent.ifPresent(since -> since.accept(frame));
    }

    /** What a lost origin had: for edges that had what came before it. */
    void replay(MediaFrame frame) {
        keep(frame);
        for (int i = 0; i < outlets.size(); i++) {
            outlets.get(i).replay(frame, cache);
        }
    }

    /** The next frame. */
    void send(MediaFrame frame) {
        keep(frame);
        for (int i = 0; i < outlets.size(); i++) {
            outlets.get(i).send(frame, cache);
        }
    }

    /** Metadata or a codec header of a stream that was on the air before it came here. */
    void prime(MediaFrame essential) {
        cache.accept(essential);
        outlets.forEach(outlet -> outlet.prime(cache));
    }

    /** What is known belongs to a publication that is over. */
    void forget() {
        cache.clear();
    }

    /** Frames that another loop was too busy to take. */
    long dropped() {
        long dropped = droppedBefore;
        for (Outlet outlet : outlets) {
            dropped += outlet.dropped();
        }
        return dropped;
    }
}
