package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.Message;

/**
 * Takes the messages of a flow to pass them on: hears what is left of their deadlines, and says
 * itself when their bytes are gone ({@link LinkIncoming#consumed}).
 */
interface RelayTarget extends FlowHandler {
    /** The next message, in place of {@link #onMessage(Message, long)}. */
    void onMessage(Message message, Deadline deadline);

    @Override
    default void onMessage(Message message, long lostBefore) {
        onMessage(message, Deadline.NONE);
    }
}
