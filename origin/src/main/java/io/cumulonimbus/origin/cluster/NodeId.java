package io.cumulonimbus.origin.cluster;

/**
 * One run of one origin.
 *
 * @param name as the operator named it, or made of host and port; the same after a restart
 * @param incarnation different for every run of every origin, and larger than that of the run
 *     before; identifies the node by itself
 */
public record NodeId(String name, long incarnation) implements Comparable<NodeId> {
    /** Longer names are not accepted. */
    public static final int MAX_NAME = 64;

    /** A name has 1 to {@value #MAX_NAME} characters. */
    public NodeId {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a node's name of " + name.length() + " characters");
        }
    }

    /** By incarnation, then by name: the same order everywhere. */
    @Override
    public int compareTo(NodeId other) {
        int byRun = Long.compareUnsigned(incarnation, other.incarnation);
        return byRun != 0 ? byRun : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name + "#" + Long.toHexString(incarnation);
    }
}
