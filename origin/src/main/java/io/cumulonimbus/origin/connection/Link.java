package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.origin.app.ApplicationProxy;
import io.cumulonimbus.origin.app.ClientEvents;
import java.net.InetSocketAddress;

/** The application that a connection asked or that accepted it, and how it knows the client. */
record Link(ApplicationProxy application, ConnectedClient client, ClientEvents events) {
    /** The client has another address. */
    void moved(Client moved) {
        InetSocketAddress before = client.address();
        client.refresh(moved);
        events.addressChanged(before);
    }
}
