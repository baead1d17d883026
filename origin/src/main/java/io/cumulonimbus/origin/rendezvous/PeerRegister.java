package io.cumulonimbus.origin.rendezvous;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every connected client of this origin by its peer id. Owned by the hub loop. */
final class PeerRegister {
    private final Map<PeerId, Deque<Peer>> peers = new HashMap<>();

    /** One more client; when two have the same id, the newer one counts as long as it stays. */
    void add(Peer peer) {
        peers.computeIfAbsent(peer.id(), id -> new ArrayDeque<>(1)).push(peer);
    }

    void remove(Peer peer) {
        peers.computeIfPresent(
                peer.id(),
                (id, sharing) -> {
                    sharing.remove(peer);
                    return sharing.isEmpty() ? null : sharing;
                });
    }

    Optional<Peer> find(PeerId id) {
        return Optional.ofNullable(peers.get(id)).map(Deque::peek);
    }

    /** All of them at this moment, of those with one id the one that counts. */
    List<Peer> all() {
        return peers.values().stream().map(Deque::peek).toList();
    }

    int size() {
        return peers.size();
    }
}
