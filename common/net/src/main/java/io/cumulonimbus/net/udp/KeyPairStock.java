package io.cumulonimbus.net.udp;

import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.DhKeyPair;
import io.cumulonimbus.rtmfp.crypto.KeyPairs;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * Key pairs that were made while nobody waited for one. Each leaves the stock once and for good.
 * Any thread.
 *
 * <p>A few of every group are there from the beginning, and more of those that are asked for.
 */
final class KeyPairStock implements KeyPairs {
    /** Of each group before anybody asked. */
    static final int FIRST = 8;

    /** Of each group at most: some 150 kB for all three. */
    static final int CAPACITY = 256;

    private final RandomGenerator random;
    private final Map<DhGroup, Shelf> shelves = new EnumMap<>(DhGroup.class);

    /** The pairs of one group. */
    private static final class Shelf {
        final ArrayBlockingQueue<DhKeyPair> pairs = new ArrayBlockingQueue<>(CAPACITY);
        final LongAdder taken = new LongAdder();
        final LongAdder missed = new LongAdder();

        boolean isShort() {
            return pairs.size() < Math.min(CAPACITY, FIRST + 2 * taken.sum());
        }
    }

    /**
     * An empty stock.
     *
     * @param groups what is kept; pairs of others are made when they are wanted
     * @param random unpredictable and thread-safe
     */
    KeyPairStock(List<DhGroup> groups, RandomGenerator random) {
        this.random = random;
        groups.forEach(group -> shelves.put(group, new Shelf()));
    }

    @Override
    public DhKeyPair take(DhGroup group) {
        Shelf shelf = shelves.get(group);
        if (shelf == null) {
            return DhKeyPair.generate(group, random);
        }
        shelf.taken.increment();
        DhKeyPair ready = shelf.pairs.poll();
        if (ready == null) {
            shelf.missed.increment();
            return DhKeyPair.generate(group, random);
        }
        return ready;
    }

    /** Makes one pair, under a millisecond; answers false when nothing is short. */
    boolean refill() {
        for (Map.Entry<DhGroup, Shelf> entry : shelves.entrySet()) {
            if (entry.getValue().isShort()) {
                entry.getValue().pairs.offer(DhKeyPair.generate(entry.getKey(), random));
                return true;
            }
        }
        return false;
    }

    /** Pairs of this group that are ready. */
    int ready(DhGroup group) {
        return shelves.get(group).pairs.size();
    }

    /** Pairs that were wanted and not ready, so far. */
    long missed() {
        return shelves.values().stream().mapToLong(shelf -> shelf.missed.sum()).sum();
    }
}
