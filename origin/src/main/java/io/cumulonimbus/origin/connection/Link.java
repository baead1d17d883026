package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.ApplicationProxy;
import io.cumulonimbus.origin.app.ClientEvents;
import java.net.InetSocketAddress;

/** The application that a connection asked or that accepted it, and how it knows the client. */
record Link(ApplicationProxy application, ConnectedClient client, ClientEvents events) {
    /** That of an application that is asked; the loop is the client's. */
    static Link of(ApplicationProxy application, ConnectedClient client, Loop loop) {
        return new Link(application, client, application.events(client, loop));
    }

    /** The client has another address. */
    void moved(Client moved) {
        InetSocketAddress before = client.address();
        client.refresh(moved);
        events.addressChanged(before);
    }
}
