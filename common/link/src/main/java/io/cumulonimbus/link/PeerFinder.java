package io.cumulonimbus.link;

import io.cumulonimbus.client.Client;
import java.util.List;
import java.util.function.Consumer;

/** Who knows where the peers are that clients of an edge ask for; belongs to the origin's host. */
@FunctionalInterface
public interface PeerFinder {
    /** Knows nobody. */
    PeerFinder NONE = (asker, wanted, tag, answer) -> {};

    /**
     * A client wants to meet another; called on the link's loop.
     *
     * @param wanted 32 bytes: the other's peer id
     * @param tag what the client knows its attempt by
     * @param answer takes, on this loop, where to look; not called when nobody is to be found
     */
    void find(Client asker, byte[] wanted, byte[] tag, Consumer<List<PeerAddress>> answer);
}
