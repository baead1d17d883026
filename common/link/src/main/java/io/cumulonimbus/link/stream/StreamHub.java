package io.cumulonimbus.link.stream;

import io.cumulonimbus.stream.Subscription;

/**
 * Where the viewers of one loop of an edge get streams from; belongs to the host of the link.
 * Called on the loop that the viewers belong to.
 */
public interface StreamHub {
    /** Has no streams. */
    StreamHub NONE =
            new StreamHub() {
                @Override
                public void watch(String stream, Subscription viewer) {}

                @Override
                public void unwatch(String stream, Subscription viewer) {}
            };

    /** From now on the viewer gets what comes of the stream, whether or not it is published now. */
    void watch(String stream, Subscription viewer);

    /** It gets no more of it; once for each watch. */
    void unwatch(String stream, Subscription viewer);
}
