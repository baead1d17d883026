package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;

/** Makes a NetConnection of every client on one loop. Owned by that loop. */
public final class ConnectionAcceptor implements ClientAcceptor {
    private final ConnectionContext context;

    /**
     * @param context of the loop that its clients live on
     */
    public ConnectionAcceptor(ConnectionContext context) {
        this.context = context;
    }

    @Override
    public ClientHandler accept(Client client) {
        return new NetConnection(client, context);
    }
}
