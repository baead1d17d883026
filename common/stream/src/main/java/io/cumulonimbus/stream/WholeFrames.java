package io.cumulonimbus.stream;

import java.util.List;
import java.util.Optional;

/**
 * Gives frames as they are to a viewer that takes them so, while it is to have all of them; and
 * knows what a viewer may have of the past.
 */
final class WholeFrames {
    private final Optional<FrameTap> tap;
    private final Viewer viewer;
    private boolean withheld;

    WholeFrames(Viewer viewer) {
        this.viewer = viewer;
        tap = viewer.video() instanceof FrameTap taker ? Optional.of(taker) : Optional.empty();
    }

    /** Codec headers, for a viewer that comes late. */
    void join(KeyframeCache cache, boolean takesAll) {
        if (tap.isPresent()) {
            cache.headers(MediaKind.AUDIO).forEach(header -> give(header, takesAll));
            cache.headers(MediaKind.VIDEO).forEach(header -> give(header, takesAll));
        }
    }

    void give(MediaFrame frame, boolean takesAll) {
        if (tap.isEmpty() || withheld) {
            return;
        }
        if (takesAll) {
            tap.get().frame(frame);
        } else {
            withheld = true;
            tap.get().withheld();
        }
    }

    /**
     * What a viewer who comes now begins with, if not with the next key frame: nothing where it has
     * begun, and nothing that it could not take at once.
     */
    List<MediaFrame> past(KeyframeCache cache, long publication, long lastPicture) {
        boolean early = viewer.video() instanceof EarlyStart one && one.startsEarly();
        List<MediaFrame> kept = early ? cache.framesSinceKey() : List.of();
        boolean begun =
                !kept.isEmpty() && kept.getFirst().publication() == publication && lastPicture > 0;
        long bytes = kept.stream().mapToLong(MediaFrame::weight).sum();
        return begun || bytes > viewer.policy().videoBytes() / 2 ? List.of() : kept;
    }
}
