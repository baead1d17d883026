package io.cumulonimbus.watch.hls;

import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.watch.cmaf.KeptSegments;
import io.cumulonimbus.watch.cmaf.Listing;
import io.cumulonimbus.watch.cmaf.Segment;
import io.cumulonimbus.watch.cmaf.Segmenter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The segments of one publication, for all who watch it on one loop: each brings the frames that it
 * is given, and what one brings the others need not. Owned by that loop.
 */
final class Shelf {
    private final long publication;
    private final KeptSegments kept;
    private final Segmenter segmenter;
    private final Set<Runnable> watching = new LinkedHashSet<>();

    /**
     * @param made hears of each segment that is whole
     */
    Shelf(long publication, Consumer<Segment> made) {
        this.publication = publication;
        this.kept = new KeptSegments(made);
        this.segmenter = new Segmenter(kept);
    }

    long publication() {
        return publication;
    }

    /** The next frame of one of those who watch. */
    void frame(MediaFrame frame) {
        segmenter.frame(frame);
    }

    /** The publication is over. */
    void end() {
        segmenter.end();
    }

    /** Says why nothing can be made of it, where that is certain. */
    Optional<String> refusal() {
        return segmenter.refusal();
    }

    Listing listing() {
        return segmenter.listing();
    }

    /** Segments that are whole elsewhere. */
    void offer(List<Segment> whole) {
        whole.forEach(kept::offer);
        List.copyOf(watching).forEach(Runnable::run);
    }

    void enter(Runnable wake) {
        watching.add(wake);
    }

    /** Answers whether nobody is left. */
    boolean leave(Runnable wake) {
        watching.remove(wake);
        return watching.isEmpty();
    }
}
