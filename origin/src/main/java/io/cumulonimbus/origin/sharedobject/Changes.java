package io.cumulonimbus.origin.sharedobject;

import java.util.HashSet;
import java.util.Set;

/** Which properties of an object changed; of too many only that all may have. */
final class Changes {
    private final int most;
    private final Set<String> names = new HashSet<>();
    private boolean all;

    /**
     * @param most names that are remembered
     */
    Changes(int most) {
        this.most = most;
    }

    void add(String property) {
        if (!all && names.add(property) && names.size() > most) {
            addAll();
        }
    }

    void addAll() {
        all = true;
        names.clear();
    }

    void addAll(Changes others) {
        others.names.forEach(this::add);
        if (others.all) {
            addAll();
        }
    }

    boolean has(String property) {
        return all || names.contains(property);
    }

    boolean isEmpty() {
        return !all && names.isEmpty();
    }

    /** Whether everything may have changed; then there are no names. */
    boolean isAll() {
        return all;
    }

    /** A copy of what changed. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    void clear() {
        all = false;
        names.clear();
    }
}
