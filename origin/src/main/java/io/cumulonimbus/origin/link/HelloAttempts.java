package io.cumulonimbus.origin.link;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each initiator has said hello lately: repetitions are known by their tag. Bounded; one
 * network cannot push out what another did.
 */
final class HelloAttempts {
    /** The answer when there is no room to count: too many come at once. */
    static final int UNCOUNTED = -1;

    /** Initiators that are remembered at once. */
    static final int MOST = 4096;

    /** RFC 7016 §3.5.1.1.1: an initiator gives up after 95 s. */
    static final long MEMORY_NS = 95_000_000_000L;

    /** Initiators repeat themselves within seconds: a younger one is not forgotten for another. */
    static final long YOUNG_NS = 10_000_000_000L;

    /** Tags are 16 bytes; who writes a longer one is not counted. */
    static final int MOST_TAG = 64;

    private static final int IPV4 = 4;
    private static final int IPV4_PREFIX = 3;
    private static final int IPV6_PREFIX = 7;

    private record Bytes(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes b && Arrays.equals(bytes, b.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    private static final class Count {
        private final Bytes network;
        private final long sinceNs;
        private int hellos;

        Count(Bytes network, long sinceNs) {
            this.network = network;
            this.sinceNs = sinceNs;
        }
    }

    /** The oldest first, here and there. */
    private final Map<Bytes, Count> counts = new LinkedHashMap<>();

    private final Map<Bytes, ArrayDeque<Bytes>> byNetwork = new HashMap<>();

    /** How many hellos with that tag came before this one, or {@link #UNCOUNTED}. */
    int next(byte[] tag, InetAddress from, long nowNs) {
        expire(nowNs);
        if (tag.length > MOST_TAG) {
            return UNCOUNTED;
        }
        Bytes key = new Bytes(tag);
        Count count = counts.get(key);
        if (count == null) {
            Bytes network = network(from);
            if (counts.size() >= MOST && !makeRoom(network, nowNs)) {
                return UNCOUNTED;
            }
            count = new Count(network, nowNs);
            counts.put(new Bytes(tag.clone()), count);
            byNetwork.computeIfAbsent(network, n -> new ArrayDeque<>()).add(key);
        }
        return count.hellos++;
    }

    /** Forgets the oldest of the same network, unless that may still come back. */
    private boolean makeRoom(Bytes network, long nowNs) {
        ArrayDeque<Bytes> same = byNetwork.get(network);
        if (same == null || nowNs - counts.get(same.peek()).sinceNs < YOUNG_NS) {
            return false;
        }
        counts.remove(same.peek());
        forgetOldest(network);
        return true;
    }

    private void forgetOldest(Bytes network) {
        ArrayDeque<Bytes> same = byNetwork.get(network);
        same.poll();
        if (same.isEmpty()) {
            byNetwork.remove(network);
        }
    }

    private void expire(long nowNs) {
        Iterator<Count> oldest = counts.values().iterator();
        while (oldest.hasNext()) {
            Count count = oldest.next();
            if (nowNs - count.sinceNs <= MEMORY_NS) {
                return;
            }
            oldest.remove();
            forgetOldest(count.network);
        }
    }

    private static Bytes network(InetAddress from) {
        byte[] address = from.getAddress();
        return new Bytes(
                Arrays.copyOf(address, address.length == IPV4 ? IPV4_PREFIX : IPV6_PREFIX));
    }

    int size() {
        return counts.size();
    }
}
