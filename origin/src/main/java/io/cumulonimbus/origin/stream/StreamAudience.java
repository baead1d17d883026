package io.cumulonimbus.origin.stream;

import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.MediaFrame;
import java.util.List;

/** Who takes a stream on one loop, published or not. Called on that loop. */
public interface StreamAudience {
    /** What it had of the stream before, by another origin: it goes on behind that. */
    default Had had() {
        return Had.NOTHING;
    }

    /** The next frame. */
    void frame(MediaFrame frame);

    /** A frame that a lost origin had: of use to those alone who had the ones before it. */
    default void replayed(MediaFrame frame) {}

    /** Metadata and codec headers of a stream that is on the air already. */
    void prime(List<MediaFrame> essentials);

    /** The stream is published now, by a publication of this id. */
    void published(long publication);

    /** That publication was on the air before this audience came. */
    default void onAir(long publication) {}

    /** It is not any more; that was the publication of this id. */
    void unpublished(long publication);
}
