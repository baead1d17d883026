package io.cumulonimbus.net.watch;

import java.util.Set;

/**
 * How streams can be watched over HTTP.
 *
 * @param flv whether as FLV, over HTTP and WebSocket
 * @param hls whether as files of HLS
 * @param page whether there is a page with a player
 * @param origins web sites, such as {@code https://example.org}, whose pages may watch besides our
 *     own; a star means all
 * @param patienceNs how long a stream that is allowed may be silent before there is none, in
 *     nanoseconds
 * @param early whether who watches FLV begins with what is kept since the last key frame, rather
 *     than with the next one
 */
public record WatchRules(
        boolean flv,
        boolean hls,
        boolean page,
        Set<String> origins,
        long patienceNs,
        boolean early) {
    /** Nothing can be watched. */
    public static final WatchRules NONE = new WatchRules(false, false, false, Set.of(), 1, false);

    private static final String ALL = "*";

    public WatchRules {
        if (patienceNs < 1) {
            throw new IllegalArgumentException("no patience");
        }
        origins = Set.copyOf(origins);
    }

    /**
     * Whether the page that asks may watch.
     *
     * @param origin where it is from, as its browser says; empty when nothing is said
     * @param host what the request calls this server
     */
    boolean allows(String origin, String host) {
        return origin.isEmpty()
                || origins.contains(ALL)
                || origins.contains(origin)
                || origin.contains("://")
                        && origin.substring(origin.indexOf("://") + 3).equalsIgnoreCase(host);
    }
}
