package io.cumulonimbus.link.session;

import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.link.LinkLoss;

/** What the host of a link hears of it. Called on the link's loop; must not throw. */
public interface LinkListener {
    /** Both ends have proved that they know the secret: sessions may be opened. */
    void onEstablished(String farNodeId);

    /** The edge tells how it is; only at the origin. */
    default void onLoad(EdgeLoad load) {}

    /**
     * The connection is lost, but sessions are kept until another one takes them up. The host calls
     * {@link LinkSession#advance} in time all the same.
     */
    default void onSuspended(LinkLoss reason) {}

    /** Another connection took the sessions up. */
    default void onResumed() {}

    /**
     * The origin is going to stop (edge only): sessions can {@linkplain LinkSession#leave leave} it
     * for another one. It may have said so already when a connection is established or resumed: see
     * {@link LinkSession#isFarDraining}.
     */
    default void onDraining() {}

    /**
     * The origin does not serve a session any more, which belongs to another (edge only): the host
     * finds out to which, and has it go on there.
     */
    default void onElsewhere(Displaced session) {
        session.end();
    }

    /**
     * Sessions of this link will belong to another origin in a moment (edge only): whoever has a
     * link there by then has them go on the sooner.
     *
     * @param home {@code host:port} where it receives edges
     */
    default void onExpected(String home) {}

    /** Sessions go on at another origin than before (edge only); streams are to be pulled anew. */
    default void onMoved() {}

    /**
     * An edge wants to take up a link that it lost (origin only); answers whether the host takes
     * care of it: it has the connection {@linkplain LinkSession#adopt adopted} by the session that
     * the edge means, and {@linkplain LinkSession#surrender surrenders} this one. Otherwise the
     * edge begins anew.
     */
    default boolean onAttach(Attaching edge) {
        return false;
    }

    /**
     * The link is over, and so are its sessions. Called once, last; what is still to be flushed may
     * be flushed, then the connection is to be closed.
     */
    void onLost(LinkLoss reason);
}
