package io.cumulonimbus.origin.app;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where a client that says hello is sent.
 *
 * @param elsewhere whether it is sent away at all
 * @param addresses where to, in order; none means that it shall try again here
 */
public record Redirection(boolean elsewhere, List<InetSocketAddress> addresses) {
    /** It is taken here. */
    public static final Redirection NONE = new Redirection(false, List.of());

    public Redirection {
        addresses = List.copyOf(addresses);
    }
}
