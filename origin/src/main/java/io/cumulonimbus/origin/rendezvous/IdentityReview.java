package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.PeerPlace;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at all clients of this origin once more when parts of the cluster have become one again:
 * while they were apart a client may have come to both. Owned by the hub loop.
 *
 * <p>Of two with one id the directory has one. The other one's origin finds it there, so that both
 * sides have to look, and after those who joined again have brought what they have.
 */
final class IdentityReview implements Nodes.Listener {
    private static final String LOOK = "identity.look";
    private static final long DELAY_NS = 1_000_000_000L;

    /** So many clients each time: 5,000 a second. */
    private static final int AT_ONCE = 100;

    private static final long PACE_NS = 20_000_000L;
    private static final int MOST_LOST = 1000;

    private final Directory directory;
    private final Loop hub;
    private final PeerRegister register;
    private final DistantIdentities others;
    private final DeadlineTimer timer;
    private final Set<NodeId> lost = new LinkedHashSet<>();
    private final ArrayDeque<Peer> left = new ArrayDeque<>();
    private boolean wanted;
    private boolean running;

    private IdentityReview(
            Directory directory, Loop hub, PeerRegister register, DistantIdentities others) {
        this.directory = directory;
        this.hub = hub;
        this.register = register;
        this.others = others;
        this.timer = new DeadlineTimer(hub, this::next);
    }

    /** Waits for parts that become one again from now on. */
    static void begin(
            Directory directory, Loop hub, PeerRegister register, DistantIdentities others) {
        IdentityReview review = new IdentityReview(directory, hub, register, others);
        directory.post().receive(LOOK, hub, (from, body, reply) -> review.want());
        directory.nodes().listen(hub, review);
    }

    @Override
    public void left(NodeId id) {
        lost.add(id);
        if (lost.size() > MOST_LOST) {
            Iterator<NodeId> oldest = lost.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public void joined(Node node) {
        if (lost.remove(node.id())) {
            want();
        }
    }

    @Override
    public void merged() {
        directory.post().broadcast(LOOK, new byte[0]);
        want();
    }

    /** Soon, and once more if that has begun already. */
    private void want() {
        wanted = true;
        if (!running) {
            running = true;
            timer.set(hub.nowNs() + DELAY_NS);
        }
    }

    private void next() {
        if (left.isEmpty() && wanted) {
            wanted = false;
            left.addAll(register.all());
        }
        for (int i = 0; i < AT_ONCE && !left.isEmpty(); i++) {
            look(left.poll());
        }
        running = !left.isEmpty() || wanted;
        if (running) {
            timer.set(hub.nowNs() + (left.isEmpty() ? DELAY_NS : PACE_NS));
        }
    }

    private void look(Peer peer) {
        directory.peers().locate(peer.id().bytes(), hub, found -> located(peer, found));
    }

    private void located(Peer peer, Outcome<PeerPlace> found) {
        Optional<NodeId> elsewhere =
                found.value().map(PeerPlace::node).filter(at -> !at.equals(directory.self()));
        elsewhere.ifPresent(at -> others.found(peer, at));
        if (found.isFailed()) {
            want();
        }
    }
}
