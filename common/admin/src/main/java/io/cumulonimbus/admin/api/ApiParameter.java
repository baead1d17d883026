package io.cumulonimbus.admin.api;

/**
 * A parameter of a route.
 *
 * @param name as it stands in the path between braces, or in the query
 * @param place where it stands
 * @param kind what it is
 * @param required whether it must be there; always, in the path
 * @param description for the reader
 */
public record ApiParameter(
        String name, Place place, Kind kind, boolean required, String description) {
    /** Where a parameter stands. */
    public enum Place {
        /** In the path. */
        PATH,
        /** In the query. */
        QUERY
    }

    /** What a parameter is. */
    public enum Kind {
        /** Any text of at most 1,024 characters. */
        TEXT,
        /** A whole number from 0 on. */
        NUMBER
    }

    /** How many are wanted at most. */
    public static final ApiParameter LIMIT =
            query("limit", Kind.NUMBER, "How many at most, from 1 to 500; 100 when it is missing");

    /** Where to go on. */
    public static final ApiParameter AFTER =
            query("after", Kind.TEXT, "What the page before gave as 'next'");

    /** A number in the path. */
    public static ApiParameter path(String name, String description) {
        return new ApiParameter(name, Place.PATH, Kind.NUMBER, true, description);
    }

    /** One in the query that may be missing. */
    public static ApiParameter query(String name, Kind kind, String description) {
        return new ApiParameter(name, Place.QUERY, kind, false, description);
    }

    /** A text in the query that must be there. */
    public static ApiParameter demanded(String name, String description) {
        return new ApiParameter(name, Place.QUERY, Kind.TEXT, true, description);
    }
}
