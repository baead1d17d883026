package io.cumulonimbus.link.stream;

/** Where an origin's links get the streams that edges pull; belongs to the host of the link. */
@FunctionalInterface
public interface StreamSource {
    /** Has no streams. */
    StreamSource NONE = (stream, lane) -> () -> {};

    /**
     * An edge wants a stream, published now or later; called on the link's loop.
     *
     * @param lane takes it, on this loop
     * @return what ends it; called once, on this loop
     */
    Runnable open(String stream, StreamLane lane);
}
