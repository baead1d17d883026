package io.cumulonimbus.client;

/** Takes the messages of one incoming flow, in the order they were written. */
public interface FlowHandler {
    /**
     * The next message.
     *
     * @param lostBefore fragments that were given up by the sender since the message before; 0 when
     *     nothing is missing
     */
    void onMessage(Message message, long lostBefore);

    /** As {@link #onMessage}, of a message that an earlier handler of the client may have had. */
    default void onRepeated(Message message, long lostBefore) {
        onMessage(message, lostBefore);
    }

    /**
     * As {@link #onMessage}, of media that was counted where it came in. What is replayed is for
     * those alone who know what that means.
     */
    default void onMedia(Message message, Arrival arrival) {
        if (!arrival.replayed()) {
            onMessage(message, arrival.lostBefore());
        }
    }

    /** The far end ended the flow, or the client is gone. Called once, last. */
    void onClosed();
}
