package io.cumulonimbus.link;

import io.cumulonimbus.stream.MediaFrame;

/** Takes what comes of one stream that an edge pulls. Called on the link's loop. */
public interface StreamReceiver {
    /** Metadata or a codec header of a stream that is on the air already; may be known. */
    void prime(MediaFrame essential);

    /** The next frame. */
    void frame(MediaFrame frame);

    /** That publication is over; another one may follow. */
    void over(long publication);
}
