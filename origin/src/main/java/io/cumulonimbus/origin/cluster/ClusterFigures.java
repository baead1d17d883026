package io.cumulonimbus.origin.cluster;

import java.util.Map;

/**
 * How the directory of one node fares.
 *
 * @param asked questions to the tables so far
 * @param failed of those, such that had no answer
 * @param open of those, such that have none yet
 * @param store where the tables are
 */
public record ClusterFigures(long asked, long failed, int open, Store store) {
    /** Of a directory that nobody asked. */
    public static final ClusterFigures NONE = new ClusterFigures(0, 0, 0, Store.NONE);

    /**
     * What this node keeps of the tables.
     *
     * @param safe whether everything that is kept here has its backup
     * @param moving whether parts of the tables are on their way between nodes
     * @param moved copies of parts that went from one node to another, as seen here
     * @param notMoved the same that failed
     * @param tables by what they are for
     */
    public record Store(
            boolean safe, boolean moving, long moved, long notMoved, Map<String, Kept> tables) {
        /** Where nothing is shared nothing moves. */
        public static final Store NONE = new Store(true, false, 0, 0, Map.of());
    }

    /**
     * The part of a table that is kept at this node.
     *
     * @param entries without backups of what others keep
     * @param bytes of heap with such backups
     */
    public record Kept(long entries, long bytes) {
        /** Nothing. */
        public static final Kept NOTHING = new Kept(0, 0);

        /** Both together. */
        public Kept plus(Kept other) {
            return new Kept(entries + other.entries, bytes + other.bytes);
        }
    }
}
