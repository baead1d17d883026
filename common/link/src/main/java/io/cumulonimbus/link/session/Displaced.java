package io.cumulonimbus.link.session;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.link.remote.RemoteClient;

/**
 * A session of an edge that is on no link for the moment: its origin does not serve it any more,
 * and it is to go on at another. What its client says meanwhile waits. Owned by the edge's loop.
 */
public final class Displaced {
    private final RemoteClient remote;

    Displaced(RemoteClient remote) {
        this.remote = remote;
    }

    /** The client itself. */
    public Client client() {
        return remote.local().orElseThrow();
    }

    /** Whether others may wait for what its client sends. */
    public boolean publishes() {
        return remote.publishes();
    }

    /** Whether its client has gone. */
    public boolean isOver() {
        return remote.isEnded();
    }

    /**
     * Goes on over this link, as after the loss of an origin, with what the edge keeps of it.
     *
     * @param staying whether this is where it has to stay, since there is no way to its home
     */
    public void goOn(LinkSession link, boolean staying) {
        if (!isOver()) {
            link.clients.take(remote, staying);
        }
    }

    /** There is nobody to go on with. */
    public void end() {
        remote.end(CloseReason.LINK_LOST);
    }
}
