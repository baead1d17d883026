package io.cumulonimbus.origin.stream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Where the groups of pictures of publications ended that are over, for whoever publishes under
 * their names next: for a while, and so many at most. Owned by the hub loop.
 */
final class LastGroups {
    /** Longer than anybody waits for a publication that may come back. */
    private static final long KEPT_NS = 120_000_000_000L;

    private static final int MOST = 4_096;

    private final LongSupplier clockNs;
    private final Map<String, End> ends = new LinkedHashMap<>();

    private record End(long group, long atNs) {}

    LastGroups(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /** What was published under a name is over; one without any group changes nothing. */
    void ended(String name, long group) {
        if (group == 0) {
            return;
        }
        ends.remove(name); // to be the youngest
        ends.put(name, new End(group, clockNs.getAsLong()));
        Iterator<End> eldest = ends.values().iterator();
        while (eldest.hasNext() && (isOld(eldest.next()) || ends.size() > MOST)) {
            eldest.remove();
        }
    }

    private boolean isOld(End end) {
        return clockNs.getAsLong() - end.atNs >= KEPT_NS;
    }

    /** The last group that there was under a name; 0 when there was none lately. */
    long before(String name) {
        End end = ends.get(name);
        return end == null || isOld(end) ? 0 : end.group;
    }
}
