package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.GroupMembers;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Registration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A NetGroup as one origin of a cluster sees it: all its members are on the ring, and the origin
 * tells those that are its own. Every origin sees the same ring, so that together they tell
 * everybody what one alone would. Owned by the hub loop.
 */
final class NodeGroup implements GroupMembers.Listener {
    /** More than these at once are put onto the ring before anybody is told. */
    private static final int FEW = 8;

    private final GroupId id;
    private final Group group = new Group();
    private final RandomGenerator random;
    private final Loop hub;
    private final Optional<Directory> directory;
    private final Registration watch;
    private final Map<PeerId, Membership> own = new HashMap<>();
    private final Map<PeerId, Distant> distant = new HashMap<>();
    private final List<Membership> arrivals = new ArrayList<>();
    private boolean over;

    /** A member of other origins, for a moment of more than one. */
    private record Distant(Membership membership, Set<NodeId> at) {}

    NodeGroup(GroupId id, RandomGenerator random, Loop hub, Optional<Directory> directory) {
        this.id = id;
        this.random = random;
        this.hub = hub;
        this.directory = directory;
        this.watch =
                directory
                        .map(shared -> shared.groups().watch(id.bytes(), hub, this))
                        .orElse(() -> {});
    }

    /** A client of this origin is a member. */
    void join(Membership newcomer) {
        own.put(newcomer.id(), newcomer);
        group.join(newcomer, random);
        directory.ifPresent(shared -> shared.groups().join(id.bytes(), newcomer.id().bytes()));
    }

    /** It is one no more; answers whether none of this origin is left. */
    boolean leave(Membership member) {
        if (own.remove(member.id(), member)) {
            group.leave(member);
            directory.ifPresent(shared -> shared.groups().leave(id.bytes(), member.id().bytes()));
            Distant elsewhere = distant.get(member.id());
            if (elsewhere != null) {
                group.join(elsewhere.membership, random);
            }
        }
        if (own.isEmpty()) {
            over = true;
            watch.cancel();
        }
        return over;
    }

    @Override
    public void joined(byte[] peer, NodeId at) {
        PeerId who = new PeerId(peer);
        Distant known = distant.get(who);
        if (over || known != null) {
            Optional.ofNullable(known).ifPresent(member -> member.at.add(at));
            return;
        }
        Membership member = new Membership(who, others -> {});
        distant.put(who, new Distant(member, new HashSet<>(Set.of(at))));
        if (arrivals.isEmpty()) {
            hub.endTurn(this::arrive);
        }
        arrivals.add(member);
    }

    /** Those that came in one turn; who is here too counts as ours. */
    private void arrive() {
        List<Membership> all =
                arrivals.stream()
                        .filter(this::isThere)
                        .filter(member -> !own.containsKey(member.id()))
                        .toList();
        arrivals.clear();
        if (all.size() > FEW) {
            group.joinAll(all, own.values(), random);
        } else {
            all.forEach(member -> group.join(member, random));
        }
    }

    /** Members at all origins. */
    int size() {
        return group.size();
    }

    private boolean isThere(Membership member) {
        Distant known = distant.get(member.id());
        return known != null && known.membership == member;
    }

    @Override
    public void left(byte[] peer, NodeId at) {
        PeerId who = new PeerId(peer);
        Distant known = distant.get(who);
        if (known != null && known.at.remove(at) && known.at.isEmpty()) {
            distant.remove(who);
            group.leave(known.membership);
        }
    }
}
