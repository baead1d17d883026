package io.cumulonimbus.link.stream;

import io.cumulonimbus.stream.MediaFrame;

/**
 * Takes what comes of one stream that an edge or another origin pulls. Called on the link's loop.
 */
public interface StreamReceiver {
    /**
     * A publication is on the air.
     *
     * @param before whether it had begun before the stream was asked for
     */
    default void begun(long publication, boolean before) {}

    /** Metadata or a codec header of a stream that is on the air already; may be known. */
    void prime(MediaFrame essential);

    /** The next frame. */
    void frame(MediaFrame frame);

    /** That publication is over; another one may follow. */
    void over(long publication);
}
