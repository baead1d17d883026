package io.cumulonimbus.netclient;

import io.cumulonimbus.client.CloseReason;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A direct session with another client (RFC 7425 §5.4). Any thread. */
public final class PeerConnection {
    private final CallHop hop;
    private final PeerLink link;
    private final InetSocketAddress address;

    PeerConnection(CallHop hop, PeerLink link) {
        this.hop = hop;
        this.link = link;
        this.address = link.client().address();
    }

    /** Whom we are connected with: 64 hexadecimal digits. */
    public String peerId() {
        return link.client().identity().peerIdHex();
    }

    /** Where it was when the session was made. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Plays a stream of the peer's; done when it began, fails with {@link NetClientException} when
     * the peer does not publish it.
     */
    public CompletableFuture<DirectPlayer> play(String name, StreamListener listener) {
        return hop.ask(
                () -> link.play(name, listener).thenApply(play -> new DirectPlayer(hop, play)));
    }

    /** Done when the session is over, with the reason. */
    public CompletableFuture<CloseReason> closed() {
        return link.closed().copy();
    }

    /** Closes the session in order; done when it is over. */
    public CompletableFuture<CloseReason> close() {
        return hop.ask(link::close);
    }
}
