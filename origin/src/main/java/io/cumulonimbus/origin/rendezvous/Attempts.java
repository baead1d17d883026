package io.cumulonimbus.origin.rendezvous;

import java.util.Arrays;
import java.util.Iterator;

/**
 * How often each initiator has asked for each client on one loop: repetitions are known by their
 * tag. Bounded; forgotten some time after an initiator must have given up.
 */
final class Attempts {
    static final int MOST = 4096;

    /** RFC 7016 §3.5.1.1.1: an initiator gives up after 95 s. */
    static final long MEMORY_NS = 100_000_000_000L;

    /** Tags are 16 bytes; who writes a longer one is not counted. */
    static final int MOST_TAG = 64;

    private record Key(PeerId wanted, byte[] tag) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key k && wanted.equals(k.wanted) && Arrays.equals(tag, k.tag);
        }

        @Override
        public int hashCode() {
            return 31 * wanted.hashCode() + Arrays.hashCode(tag);
        }
    }

    private static final class Count {
        private int count;
        private long lastNs;
    }

    private final BoundedTable<Key, Count> counts = new BoundedTable<>(MOST);

    /** The number of this attempt: 0 for the first one. */
    int next(PeerId wanted, byte[] tag, long nowNs) {
        expire(nowNs);
        if (tag.length > MOST_TAG) {
            return 0;
        }
        Count count = counts.computeIfAbsent(new Key(wanted, tag), key -> new Count());
        count.lastNs = nowNs;
        return count.count++;
    }

    /** Drops what is old; entries are in the order of their last use. */
    void expire(long nowNs) {
        Iterator<Count> oldest = counts.values().iterator();
        while (oldest.hasNext() && nowNs - oldest.next().lastNs > MEMORY_NS) {
            oldest.remove();
        }
    }

    int size() {
        return counts.size();
    }
}
