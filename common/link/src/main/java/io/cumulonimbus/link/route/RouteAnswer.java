package io.cumulonimbus.link.route;

/**
 * Where a client's session is to be opened.
 *
 * @param home {@code host:port} where the home receives edges, at most {@link #MAX_HOME} bytes;
 *     empty is the origin that was asked
 * @param epoch of the home's lease, which sessions that are opened there carry; 0 when there is
 *     none, at least 0
 */
public record RouteAnswer(String home, long epoch) {
    /** The longest name of a home in bytes. */
    public static final int MAX_HOME = 300;

    /** The origin that was asked, which may be any: also what counts when nobody answers. */
    public static final RouteAnswer HERE = new RouteAnswer("", 0);

    public RouteAnswer {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch " + epoch);
        }
    }

    /** Whether the session belongs to the origin that was asked. */
    public boolean isHere() {
        return home.isEmpty();
    }
}
