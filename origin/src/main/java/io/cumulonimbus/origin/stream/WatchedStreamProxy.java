package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.MediaFrame;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The way to those who watch one stream on one loop, from the publisher's loop (media) and the hub
 * (notices). Media is bounded in frames and bytes; notices are one per publish.
 */
final class WatchedStreamProxy {
    private final BoundedHop hop;
    private final StreamAudience stream;
    private final boolean takesMedia;
    private final boolean here;
    private final Had before;
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();
    private volatile int viewers;

    WatchedStreamProxy(Loop loop, StreamAudience stream, StreamSettings settings) {
        this(loop, stream, settings, true, true);
    }

    private WatchedStreamProxy(
            Loop loop,
            StreamAudience stream,
            StreamSettings settings,
            boolean takesMedia,
            boolean here) {
        this.takesMedia = takesMedia;
        this.here = here;
        this.hop = new BoundedHop(loop, settings.hopFrames());
        this.stream = stream;
        this.before = stream.had();
        this.mostBytes = settings.hopBytes();
    }

    /** The same for those who get the media from elsewhere. */
    static WatchedStreamProxy ofNotices(Loop loop, NoticeBoard board, StreamSettings settings) {
        return new WatchedStreamProxy(loop, board, settings, false, true);
    }

    /** The same for another origin, which wants what is published here and nothing else. */
    static WatchedStreamProxy ofOrigin(Loop loop, StreamAudience stream, StreamSettings settings) {
        return new WatchedStreamProxy(loop, stream, settings, true, false);
    }

    /** Whether it is for viewers of this origin, for whom streams of others are pulled. */
    boolean isHere() {
        return here;
    }

    /** What those behind this had when they came, by another origin. Any thread. */
    Had before() {
        return before;
    }

    /** So many watch behind this now. On the loop. */
    void watchedBy(int many) {
        viewers = many;
    }

    /** How many watch behind this. Any thread. */
    int viewers() {
        return viewers;
    }

    /** Whether more than notices is wanted. Any thread. */
    boolean takesMedia() {
        return takesMedia;
    }

    /** Hands over a frame; answers false, and takes nothing, when too much is under way. */
    boolean frame(MediaFrame frame) {
        return hop(frame, stream::frame);
    }

    /** The same of a frame that a lost origin had. */
    boolean replayed(MediaFrame frame) {
        return hop(frame, stream::replayed);
    }

    private boolean hop(MediaFrame frame, Consumer<MediaFrame> taker) {
        if (hop.target().inLoop()) {
            taker.accept(frame);
            return true;
        }
        int weight = frame.weight();
        if (bytes.get() > mostBytes) {
            return false;
        }
        bytes.addAndGet(weight);
        boolean taken =
                hop.offer(
                        () -> {
                            bytes.addAndGet(-weight);
                            taker.accept(frame);
                        });
        if (!taken) {
            bytes.addAndGet(-weight);
        }
        return taken;
    }

    /** Makes a stream that is on the air known there; same answer as {@link #frame}. */
    boolean prime(List<MediaFrame> essentials) {
        if (hop.target().inLoop()) {
            stream.prime(essentials);
            return true;
        }
        return hop.offer(() -> stream.prime(essentials));
    }

    void published(long publication) {
        hop.insist(() -> stream.published(publication));
    }

    void onAir(long publication) {
        hop.insist(() -> stream.onAir(publication));
    }

    void unpublished(long publication) {
        hop.insist(() -> stream.unpublished(publication));
    }
}
