package io.cumulonimbus.client;

/** What a sender hears of a flow that it opened. All methods do nothing unless overridden. */
public interface SinkListener {
    /** Hears nothing. */
    SinkListener NONE = new SinkListener() {};

    /**
     * The far end refused the flow (RFC 7016 §2.3.16); it is closed and what was queued is gone.
     */
    default void onException(long code) {}

    /**
     * {@code messages} more were given up for their deadlines, or because they depended on one that
     * was; the far end never has them whole. Their bytes are told of by {@link #onDrained} too.
     */
    default void onAbandoned(long messages) {}

    /** {@code bytes} more left the queue, acknowledged or abandoned. */
    default void onDrained(long bytes) {}
}
