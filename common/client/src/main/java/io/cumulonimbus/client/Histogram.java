package io.cumulonimbus.client;

/**
 * How often times of which length occurred: fixed bounds, 1, 2 and 5 of each power of ten from 10
 * µs to 10 s. Owned by one loop.
 */
public final class Histogram {
    private static final long[] BOUNDS = {
        10_000L,
        20_000L,
        50_000L,
        100_000L,
        200_000L,
        500_000L,
        1_000_000L,
        2_000_000L,
        5_000_000L,
        10_000_000L,
        20_000_000L,
        50_000_000L,
        100_000_000L,
        200_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_000_000_000L,
        5_000_000_000L,
        10_000_000_000L,
    };

    private final long[] counts = new long[BOUNDS.length + 1];
    private long sumNs;

    /** One more of so many nanoseconds; negative ones count as 0. */
    public void count(long ns) {
        int bucket = 0;
        while (bucket < BOUNDS.length && ns > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sumNs += Math.max(0, ns);
    }

    /** Adds what another one counted; answers this. */
    public Histogram plus(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        sumNs += other.sumNs;
        return this;
    }

    /** The same counts, as they are now. */
    public Histogram copy() {
        return new Histogram().plus(this);
    }

    /** How many buckets there are; the last one has no bound. */
    public static int buckets() {
        return BOUNDS.length + 1;
    }

    /** The longest time of a bucket in nanoseconds; {@link Long#MAX_VALUE} of the last one. */
    public static long bound(int bucket) {
        return bucket < BOUNDS.length ? BOUNDS[bucket] : Long.MAX_VALUE;
    }

    /** How many times were in a bucket, and in none before it. */
    public long in(int bucket) {
        return counts[bucket];
    }

    /** How many were counted. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** What they come to, in nanoseconds. */
    public long sumNs() {
        return sumNs;
    }
}
