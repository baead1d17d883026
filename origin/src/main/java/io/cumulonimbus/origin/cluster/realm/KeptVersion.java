package io.cumulonimbus.origin.cluster.realm;

/**
 * How often something was written, and by which run of which origin last: of two values the one
 * that was written more often counts, everywhere. No clock takes part.
 *
 * @param counter from 1; 0 of what was written before there was a cluster
 * @param writer incarnation of the node
 */
record KeptVersion(long counter, long writer) implements Comparable<KeptVersion> {
    static final KeptVersion NONE = new KeptVersion(0, 0);

    KeptVersion next(long by) {
        return new KeptVersion(counter + 1, by);
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
