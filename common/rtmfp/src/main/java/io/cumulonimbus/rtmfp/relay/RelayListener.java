package io.cumulonimbus.rtmfp.relay;

import java.net.InetSocketAddress;

/** The server's side of an introduction that may be relayed. Called on the relay's loop. */
public interface RelayListener {
    /**
     * The asker still looks for the wanted one after the head start of the direct ways: the wanted
     * one is to be told to answer at this address.
     */
    void onInvitation(InetSocketAddress relay);

    /**
     * The relay sees one of the two for the first time, or where something else follows from it, at
     * most once a second: a port that is not the one that the server sees means a translator with a
     * mapping for each destination.
     */
    void onSeen(RelayParty party, InetSocketAddress at);

    /** Packets of a session go both ways through the relay; said again for each session. */
    void onRelayed();
}
