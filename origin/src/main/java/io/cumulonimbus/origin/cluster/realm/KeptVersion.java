package io.cumulonimbus.origin.cluster.realm;

/**
 * How often something was written, and by which run of which origin last: of two values the one
 * that was written more often counts, everywhere. No clock takes part. What is written under a
 * lease counts on from its epoch, so that all of it is greater than what an earlier holder wrote.
 *
 * @param counter from 1; 0 of what was written before there was a cluster
 * @param writer incarnation of the node
 */
record KeptVersion(long counter, long writer) implements Comparable<KeptVersion> {
    /** So many times one holder of a lease can write one thing: 2^32. */
    private static final int EPOCH_SHIFT = 32;

    static final KeptVersion NONE = new KeptVersion(0, 0);

    /**
     * @param epoch of the lease under which it is written; 0 without one
     */
    KeptVersion next(long by, long epoch) {
        return new KeptVersion(Math.max(counter + 1, epoch << EPOCH_SHIFT), by);
    }

    @Override
    public int compareTo(KeptVersion other) {
        int byCounter = Long.compare(counter, other.counter);
        return byCounter != 0 ? byCounter : Long.compareUnsigned(writer, other.writer);
    }

    String toText() {
        return counter + ":" + Long.toHexString(writer);
    }

    static KeptVersion of(String text) {
        int colon = text.indexOf(':');
        return new KeptVersion(
                Long.parseLong(text.substring(0, colon)),
                Long.parseUnsignedLong(text.substring(colon + 1), 16));
    }
}
