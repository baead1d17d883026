package io.cumulonimbus.link;

/** What the host of a link hears of it. Called on the link's loop; must not throw. */
public interface LinkListener {
    /** Both ends have proved that they know the secret: sessions may be opened. */
    void onEstablished(String farNodeId);

    /** The edge tells how it is; only at the origin. */
    default void onLoad(EdgeLoad load) {}

    /**
     * The link is over, and so are its sessions. Called once, last; what is still to be flushed may
     * be flushed, then the connection is to be closed.
     */
    void onLost(LinkLoss reason);
}
