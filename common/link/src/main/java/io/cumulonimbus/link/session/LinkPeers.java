package io.cumulonimbus.link.session;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.link.PeerAddress;
import io.cumulonimbus.link.PeerFinder;
import io.cumulonimbus.link.remote.RemoteClient;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How clients of a link meet others. Owned by the link's loop. */
public final class LinkPeers {
    private final Map<Client, RemoteClient> byLocal = new IdentityHashMap<>();
    private PeerFinder finder = PeerFinder.NONE;

    LinkPeers() {}

    /** Sets who finds the peers that clients ask for (origin only); before the first session. */
    public void foundBy(PeerFinder newFinder) {
        finder = newFinder;
    }

    /**
     * A client of this edge wants to meet another (edge only).
     *
     * @param wanted 32 bytes: the other's peer id
     * @param tag what the client knows its attempt by
     * @param answer takes where to look; not called when nobody is to be found, or too much is
     *     asked
     */
    public void find(Client local, byte[] wanted, byte[] tag, Consumer<List<PeerAddress>> answer) {
        RemoteClient remote = byLocal.get(local);
        if (remote != null) {
            remote.peers().wish(wanted, tag, answer);
        }
    }

    PeerFinder finder() {
        return finder;
    }

    void add(Client local, RemoteClient remote) {
        byLocal.put(local, remote);
    }

    void remove(Client local) {
        byLocal.remove(local);
    }
}
