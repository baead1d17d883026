package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Every NetGroup that clients of this origin are in, with its members at all origins; one exists as
 * long as it has members here. Owned by the hub loop.
 */
final class GroupRegister {
    private final Map<GroupId, NodeGroup> groups = new HashMap<>();
    private final RandomGenerator random;
    private final Loop hub;
    private final Optional<Directory> directory;

    /**
     * @param random draws members that others are told of
     * @param directory of a cluster, if there is one
     */
    GroupRegister(RandomGenerator random, Loop hub, Optional<Directory> directory) {
        this.random = random;
        this.hub = hub;
        this.directory = directory;
    }

    void join(GroupId id, Membership newcomer) {
        groups.computeIfAbsent(id, i -> new NodeGroup(i, random, hub, directory)).join(newcomer);
    }

    void leave(GroupId id, Membership member) {
        groups.computeIfPresent(id, (i, group) -> group.leave(member) ? null : group);
    }

    /**
     * Members, wherever they are, of each group behind {@code after} in the order of ids, as many
     * at most.
     */
    Map<String, Integer> after(String after, int most) {
        TreeMap<String, Integer> found = new TreeMap<>();
        groups.forEach(
                (id, group) -> {
                    String text = id.toString();
                    if (text.compareTo(after) > 0) {
                        found.put(text, group.size());
                    }
                    if (found.size() > most) {
                        found.pollLastEntry();
                    }
                });
        return found;
    }

    int size() {
        return groups.size();
    }
}
