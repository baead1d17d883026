package io.cumulonimbus.origin.connection;

import io.cumulonimbus.origin.app.ClientEvents;
import io.cumulonimbus.origin.rendezvous.GroupListener;

/** Tells the application of a client which groups it joins and leaves. */
record GroupEvents(ClientEvents events) implements GroupListener {
    @Override
    public void joined(byte[] group) {
        events.joined(group);
    }

    @Override
    public void left(byte[] group) {
        events.left(group);
    }
}
