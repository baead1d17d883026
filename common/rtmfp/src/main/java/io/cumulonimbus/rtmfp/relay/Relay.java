package io.cumulonimbus.rtmfp.relay;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** The way to a relay, from any thread. */
public interface Relay {
    /** There is none. */
    Relay NONE =
            new Relay() {
                @Override
                public void offer(
                        RelayRequest request, Consumer<Optional<InetSocketAddress>> answer) {
                    answer.accept(Optional.empty());
                }

                @Override
                public void forget(long session) {}
            };

    /**
     * Asks for a place for two peers.
     *
     * @param answer takes the address that the asker is to be told beside the direct ones, or
     *     nothing when there is no place; called on any thread
     */
    void offer(RelayRequest request, Consumer<Optional<InetSocketAddress>> answer);

    /** The session is over, and so is all that was relayed for it. */
    void forget(long session);
}
