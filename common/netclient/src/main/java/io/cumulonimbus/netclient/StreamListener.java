package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Message;

/** Hears of one stream, on its connection's loop. All methods do nothing unless overridden. */
public interface StreamListener {
    /** Hears nothing. */
    StreamListener NONE = new StreamListener() {};

    /** {@code onStatus} of the stream, in the order sent; the first ones too. */
    default void onStatus(Status status) {}

    /**
     * A message of the stream.
     *
     * @param timestamp in milliseconds, 32 bits unsigned
     * @param payload an FLV tag's body
     */
    default void onMessage(MediaKind kind, long timestamp, Message payload) {}

    /** The sender gave up fragments ahead of the next message of its flow. */
    default void onLost(long fragments) {}

    /** The stream is over. Called once, last. */
    default void onClosed() {}
}
