package io.cumulonimbus.origin.cluster.fabric;

/**
 * Names a table and says what it is for.
 *
 * @param kind of what its entries are
 * @param name tells tables of one kind apart; empty where there is one
 */
public record TableName(Kind kind, String name) {
    /** What a table is for; decides which of two entries stays when parts become one again. */
    public enum Kind {
        /** Any: its owner writes it again. */
        PEERS,
        /** The lesser claim. */
        STREAMS,
        /** The greater lease. */
        LEASES,
        /** The one written last. */
        MAP,
        /** The greater number. */
        LOCKS
    }

    /** The one table of a kind. */
    public static TableName of(Kind kind) {
        return new TableName(kind, "");
    }
}
