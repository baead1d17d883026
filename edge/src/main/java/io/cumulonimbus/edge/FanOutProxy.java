package io.cumulonimbus.edge;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.KeyframeCache;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way of one stream from the loop whose link pulls it to the viewers of one loop: bounded in
 * frames and bytes. When that loop does not keep up, video is left out to the next key frame.
 */
final class FanOutProxy {
    private static final int MOST_FRAMES = 1024;
    private static final long MOST_BYTES = 16 << 20;

    private final BoundedHop hop;
    private final FanOut viewers;
    private final AtomicLong bytes = new AtomicLong();
    private boolean primed;
    private boolean waitsForKeyFrame;
    private long dropped;

    /**
     * @param loop of the viewers; all methods here are called on the other one
     */
    FanOutProxy(Loop loop, FanOut viewers) {
        this.hop = new BoundedHop(loop, MOST_FRAMES);
        this.viewers = viewers;
    }

    /** Makes known what late joiners need; tried again with the next frame when it was refused. */
    void prime(KeyframeCache cache) {
        List<MediaFrame> known = cache.all();
        primed = hop(0, () -> viewers.prime(known, hop.target().nowNs()));
    }

    /** The next frame, which the cache knows already. */
    void send(MediaFrame frame, KeyframeCache cache) {
        boolean video = frame.kind() == MediaKind.VIDEO && !frame.isHeader();
        if (video && waitsForKeyFrame && !frame.isKeyFrame()) {
            dropped++;
            return;
        }
        if (!primed) {
            prime(cache);
        }
        if (primed && hop(frame.weight(), () -> viewers.accept(frame, hop.target().nowNs()))) {
            waitsForKeyFrame &= !video;
            return;
        }
        dropped++;
        waitsForKeyFrame |= video;
        primed &= frame.kind() != MediaKind.METADATA && !frame.isHeader();
    }

    /** The publication is on the air again. */
    void begun(long publication) {
        if (hop.target().inLoop()) {
            viewers.begun(publication);
        } else {
            hop.insist(() -> viewers.begun(publication));
        }
    }

    /** The publication is over. */
    void over(long publication) {
        if (hop.target().inLoop()) {
            viewers.ended(publication);
        } else {
            hop.insist(() -> viewers.ended(publication));
        }
    }

    /** Frames that the viewers' loop was too busy to take. */
    long dropped() {
        return dropped;
    }

    private boolean hop(int weight, Runnable work) {
        if (hop.target().inLoop()) {
            work.run();
            return true;
        }
        if (bytes.get() > MOST_BYTES) {
            return false;
        }
        bytes.addAndGet(weight);
        boolean taken =
                hop.offer(
                        () -> {
                            bytes.addAndGet(-weight);
                            work.run();
                        });
        if (!taken) {
            bytes.addAndGet(-weight);
        }
        return taken;
    }
}
