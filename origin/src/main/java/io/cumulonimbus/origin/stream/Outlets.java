package io.cumulonimbus.origin.stream;

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
    private final Optional<MovedMedia> moved;
    private long droppedBefore;

    Outlets() {
        this(Optional.empty());
    }

    private Outlets(Optional<MovedMedia> moved) {
        this.moved = moved;
    }

    /** Of a publication that goes on here: edges may come later than it does. */
    static Outlets ofMoved(LongSupplier clockNs) {
        return new Outlets(Optional.of(new MovedMedia(clockNs)));
    }

    void attach(WatchedStreamProxy viewers) {
        Outlet outlet = new Outlet(viewers);
        outlets.add(outlet);
        cache.keepsFrames(true);
        outlet.prime(cache);
        moved.ifPresent(since -> since.frames().forEach(frame -> outlet.replay(frame, cache)));
    }

    void detach(WatchedStreamProxy viewers) {
        for (Outlet outlet : outlets) {
            droppedBefore += outlet.leadsTo(viewers) ? outlet.dropped() : 0;
        }
        outlets.removeIf(outlet -> outlet.leadsTo(viewers));
        if (outlets.isEmpty()) {
            cache.keepsFrames(false);
        }
    }

    /** What a lost origin had: for edges that had what came before it. */
    void replay(MediaFrame frame) {
        cache.accept(frame);
        moved.ifPresent(since -> since.accept(frame));
        for (int i = 0; i < outlets.size(); i++) {
            outlets.get(i).replay(frame, cache);
        }
    }

    /** The next frame. */
    void send(MediaFrame frame) {
        cache.accept(frame);
        moved.ifPresent(since -> since.accept(frame));
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
