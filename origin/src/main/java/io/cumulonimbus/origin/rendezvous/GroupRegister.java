package io.cumulonimbus.origin.rendezvous;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Every NetGroup of this origin; one exists as long as it has members. Owned by the hub loop. */
final class GroupRegister {
    private final Map<GroupId, Group> groups = new HashMap<>();
    private final RandomGenerator random;

    /**
     * @param random draws members that others are told of
     */
    GroupRegister(RandomGenerator random) {
        this.random = random;
    }

    void join(GroupId id, Membership newcomer) {
        groups.computeIfAbsent(id, i -> new Group()).join(newcomer, random);
    }

    void leave(GroupId id, Membership member) {
        groups.computeIfPresent(
                id,
                (i, group) -> {
                    group.leave(member);
                    return group.size() == 0 ? null : group;
                });
    }

    /** Members of each group behind {@code after} in the order of ids, as many at most. */
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
