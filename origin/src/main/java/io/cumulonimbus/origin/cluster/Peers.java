package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.net.loop.Loop;
import java.util.function.Consumer;

/** Where peers are connected. Any thread. */
public interface Peers {
    /**
     * A session with the peer is established here; one that it has elsewhere counts no more.
     *
     * @param peer 32 bytes that are not written to
     * @param session this node's number of it
     */
    void enter(byte[] peer, long session);

    /** That session is over; nothing happens when the peer has been entered anew since. */
    void leave(byte[] peer, long session);

    /** Where a peer is; none when it is at no node of the cluster. */
    void locate(byte[] peer, Loop replyTo, Consumer<Outcome<PeerPlace>> answer);

    /** Peers that this node has entered. */
    int entered();
}
