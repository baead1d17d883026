package io.cumulonimbus.net.http;

/**
 * What HTTP connections are granted; times in nanoseconds, sizes in bytes.
 *
 * @param requestNs how long a request may take to come in, and the first one of a connection to
 *     come at all
 * @param idleNs how long a connection is kept without requests; clients never open another one, so
 *     not less than a session lives
 * @param headerBytes longest request line, and longest headers together
 * @param bodyBytes most of all bodies that have not reached their sessions, on all connections
 */
public record HttpConfig(long requestNs, long idleNs, int headerBytes, long bodyBytes) {
    private static final long SECOND_NS = 1_000_000_000L;

    /** 30 s for a request, 2 min without one, 8 KiB of headers, 256 MiB of bodies. */
    public static final HttpConfig DEFAULT =
            new HttpConfig(30 * SECOND_NS, 120 * SECOND_NS, 8 << 10, 256L << 20);

    /** The same for connections that are kept for another time without requests. */
    public HttpConfig withIdle(long otherNs) {
        return new HttpConfig(requestNs, otherNs, headerBytes, bodyBytes);
    }

    public HttpConfig {
        if (requestNs < 1 || idleNs < 1 || headerBytes < 1 || bodyBytes < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
