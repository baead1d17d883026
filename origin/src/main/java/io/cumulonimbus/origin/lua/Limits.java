package io.cumulonimbus.origin.lua;

/**
 * What the scripts of a realm may use up, and whether they are trusted.
 *
 * @param eventTimeNs loop time that one event may take, in nanoseconds
 * @param eventBytes memory that one event may allocate, freed or not, in bytes
 * @param retainedBytes memory that a realm may keep from one event to the next, in bytes
 * @param coroutines how many coroutines of a realm may exist that have not ended
 * @param strict whether scripts load files below the realm's own folder only, and find the
 *     metatable of strings closed
 */
public record Limits(
        long eventTimeNs, long eventBytes, long retainedBytes, int coroutines, boolean strict) {
    /** For scripts of others: 1 s, 64 MiB, 256 MiB, 1,000 coroutines. */
    public static final Limits STRICT =
            new Limits(1_000_000_000L, 64L << 20, 256L << 20, 1000, true);

    /** For scripts of the operator's own: a minute, and whatever memory there is. */
    public static final Limits TRUSTED =
            new Limits(60_000_000_000L, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, false);

    /** The same with another time for each event. */
    public Limits withEventTimeNs(long ns) {
        return new Limits(ns, eventBytes, retainedBytes, coroutines, strict);
    }

    /** The same with another bound of what a realm keeps. */
    public Limits withRetainedBytes(long bytes) {
        return new Limits(eventTimeNs, eventBytes, bytes, coroutines, strict);
    }
}
