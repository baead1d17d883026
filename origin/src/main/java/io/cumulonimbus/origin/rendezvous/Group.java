package io.cumulonimbus.origin.rendezvous;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A NetGroup: its members on a ring. Owned by the hub loop.
 *
 * <p>The server brings members together and takes no further part. It keeps each member told of its
 * neighbours, {@value #SIDE} on each side of the ring, so that the group never falls into pieces:
 *
 * <ul>
 *   <li>a newcomer is told of its neighbours and of one member at random, 7 at most; each of the
 *       neighbours is told of the newcomer;
 *   <li>when a member leaves, those that stood around it are each told of the one that took a place
 *       among their neighbours, one at most.
 * </ul>
 */
// Not standardised: checklist 233, 242
final class Group {
    /** Neighbours on each side. */
    static final int SIDE = 3;

    /** How often a member is drawn that is a neighbour already, before it is left at that. */
    private static final int DRAWS = 16;

    private final NavigableMap<RingPosition, Membership> ring = new TreeMap<>();
    private final List<Membership> members = new ArrayList<>();

    /** One more member; an older membership of the same peer counts no more. */
    void join(Membership newcomer, RandomGenerator random) {
        place(newcomer);
        Set<Membership> near = neighbours(newcomer);
        List<PeerId> told = new ArrayList<>(near.stream().map(Membership::id).toList());
        addAnyOther(told, newcomer, near, random);
        newcomer.tell(told);
        near.forEach(member -> member.tell(List.of(newcomer.id())));
    }

    /**
     * Many more at once, who are told of others elsewhere.
     *
     * @param told those who are told here: of whom they have next to them now, and of one at random
     *     if they had few before
     */
    void joinAll(
            Collection<Membership> newcomers, Collection<Membership> told, RandomGenerator random) {
        Map<Membership, Set<Membership>> before = new LinkedHashMap<>();
        told.forEach(member -> before.put(member, neighbours(member)));
        newcomers.forEach(this::place);
        before.forEach(
                (member, known) -> {
                    Set<Membership> near = neighbours(member);
                    List<PeerId> others =
                            new ArrayList<>(
                                    near.stream()
                                            .filter(other -> !known.contains(other))
                                            .map(Membership::id)
                                            .toList());
                    if (known.size() < 2 * SIDE) {
                        addAnyOther(others, member, near, random);
                    }
                    member.tell(others);
                });
    }

    private void place(Membership newcomer) {
        Membership older = ring.put(newcomer.position(), newcomer);
        if (older != null) {
            unlist(older);
        }
        newcomer.index(members.size());
        members.add(newcomer);
    }

    /** One member less; nothing happens when it is not one. */
    void leave(Membership member) {
        if (ring.get(member.position()) != member) {
            return;
        }
        Map<Membership, Set<Membership>> before = new LinkedHashMap<>();
        neighbours(member).forEach(near -> before.put(near, neighbours(near)));
        ring.remove(member.position());
        unlist(member);
        before.forEach(
                (near, known) -> {
                    Set<Membership> now = neighbours(near);
                    now.removeAll(known);
                    near.tell(now.stream().map(Membership::id).toList());
                });
    }

    int size() {
        return members.size();
    }

    /** Whether this is how the peer takes part. */
    boolean has(Membership member) {
        return ring.get(member.position()) == member;
    }

    /** Those next to a member on the ring, the nearest first. */
    Set<Membership> neighbours(Membership of) {
        Set<Membership> near = new LinkedHashSet<>();
        RingPosition up = of.position();
        RingPosition down = of.position();
        for (int i = Math.min(SIDE, ring.size() - 1); i > 0; i--) {
            RingPosition above = ring.higherKey(up);
            up = above == null ? ring.firstKey() : above;
            near.add(ring.get(up));
            RingPosition below = ring.lowerKey(down);
            down = below == null ? ring.lastKey() : below;
            near.add(ring.get(down));
        }
        near.remove(of);
        return near;
    }

    /** A chord across the ring, so that what spreads in the group need not walk around it. */
    private void addAnyOther(
            List<PeerId> told, Membership than, Set<Membership> near, RandomGenerator random) {
        for (int i = 0; i < DRAWS && members.size() > near.size() + 1; i++) {
            Membership any = members.get(random.nextInt(members.size()));
            if (any != than && !near.contains(any)) {
                told.add(any.id());
                return;
            }
        }
    }

    private void unlist(Membership member) {
        Membership last = members.remove(members.size() - 1);
        if (last != member) {
            last.index(member.index());
            members.set(member.index(), last);
        }
    }
}
