package io.cumulonimbus.client;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** What stands on our side of a client: decides over its flows and hears of its end. */
public interface ClientHandler {
    /**
     * The far end opened a flow; answers who takes its messages, or empty to refuse it with code 0.
     */
    Optional<FlowHandler> onFlow(IncomingFlow flow);

    /** The client moved to another address, which was verified. */
    default void onAddressChanged(InetSocketAddress address) {}

    /** The path of the application that it is connected to, where that is known. */
    default Optional<String> application() {
        return Optional.empty();
    }

    /** Calls this, at most once, with the path of the application that accepted the client. */
    default void onceConnected(Consumer<String> listener) {}

    /** Whether the client publishes something that others may wait for. */
    default boolean publishes() {
        return false;
    }

    /** The client is to be served elsewhere: it is told that it has to connect anew. */
    default void onDismissed() {}

    /** The client is gone, and all its flows were ended before. Called once, last. */
    void onClosed(CloseReason reason);
}
