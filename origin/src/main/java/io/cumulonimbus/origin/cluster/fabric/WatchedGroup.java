package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.origin.cluster.GroupMembers;
import io.cumulonimbus.origin.cluster.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A copy of a group's members at the other nodes. Owned by the directory's loop. */
final class WatchedGroup {
    private final List<Watcher> watchers = new ArrayList<>(1);
    private final Map<NodeId, Roll> rolls = new HashMap<>();
    private final Map<NodeId, Set<Key>> pieces = new HashMap<>();

    /** Who is to be told. */
    record Watcher(BoundedHop hop, GroupMembers.Listener listener) {
        void tell(Consumer<GroupMembers.Listener> news) {
            hop.insist(() -> news.accept(listener));
        }
    }

    void add(Watcher watcher) {
        watchers.add(watcher);
        rolls.forEach(
                (at, roll) ->
                        List.copyOf(roll.members())
                                .forEach(
                                        member ->
                                                watcher.tell(to -> to.joined(member.bytes(), at))));
    }

    /** Answers whether none is left. */
    boolean remove(Watcher watcher) {
        watchers.remove(watcher);
        return watchers.isEmpty();
    }

    void change(NodeId at, Key member, boolean joined) {
        Roll roll = rolls.computeIfAbsent(at, node -> new Roll());
        if (joined ? roll.add(member) : roll.remove(member)) {
            tell(
                    to -> {
                        if (joined) {
                            to.joined(member.bytes(), at);
                        } else {
                            to.left(member.bytes(), at);
                        }
                    });
        }
    }

    private void tell(Consumer<GroupMembers.Listener> news) {
        watchers.forEach(watcher -> watcher.tell(news));
    }

    /** A piece of all members at a node; with the last one it is known who is none any more. */
    void piece(NodeId at, Set<Key> members, boolean first, boolean last) {
        if (first) {
            pieces.put(at, new HashSet<>());
        }
        Set<Key> all = pieces.get(at);
        if (all == null) {
            return;
        }
        all.addAll(members);
        members.forEach(member -> change(at, member, true));
        if (last) {
            pieces.remove(at);
            Set<Key> over = new HashSet<>(rolls.getOrDefault(at, Roll.EMPTY).members());
            over.removeAll(all);
            over.forEach(member -> change(at, member, false));
        }
    }

    boolean isLike(NodeId at, byte[] digest) {
        return rolls.getOrDefault(at, Roll.EMPTY).isLike(digest);
    }

    void left(NodeId node) {
        pieces.remove(node);
        Roll roll = rolls.get(node);
        if (roll != null) {
            List.copyOf(roll.members()).forEach(member -> change(node, member, false));
            rolls.remove(node);
        }
    }
}
