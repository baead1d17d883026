package io.cumulonimbus.stream;

import java.util.Optional;

/** Gives frames as they are to a viewer that takes them so, while it is to have all of them. */
final class WholeFrames {
    private final Optional<FrameTap> tap;
    private boolean withheld;

    WholeFrames(Viewer viewer) {
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
}
