package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import java.util.Optional;

/** Handlers that want nothing. */
public final class Nobody {
    static final FlowHandler FLOW =
            new FlowHandler() {
                @Override
                public void onMessage(Message message, long lostBefore) {}

                @Override
                public void onClosed() {}
            };

    public static final ClientHandler CLIENT =
            new ClientHandler() {
                @Override
                public Optional<FlowHandler> onFlow(IncomingFlow flow) {
                    return Optional.empty();
                }

                @Override
                public void onClosed(CloseReason reason) {}
            };

    private Nobody() {}
}
