package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import java.util.Optional;

/** Sends peers away that open sessions to us: there is no direct stream to be had here. */
final class NoIncomingClients implements ClientAcceptor {
    @Override
    public ClientHandler accept(Client client) {
        client.close(CloseReason.NEAR_CLOSED);
        return new ClientHandler() {
            @Override
            public Optional<FlowHandler> onFlow(IncomingFlow flow) {
                return Optional.empty();
            }

            @Override
            public void onClosed(CloseReason reason) {}
        };
    }
}
