package io.cumulonimbus.link;

import java.net.InetSocketAddress;

/**
 * Where a client may find another.
 *
 * @param socket resolved
 * @param origin where that is known from: a code of RFC 7016 §2.1.5, 0 to 3
 */
public record PeerAddress(InetSocketAddress socket, int origin) {
    /** The highest code. */
    public static final int MOST_ORIGIN = 3;

    public PeerAddress {
        if (origin < 0 || origin > MOST_ORIGIN || socket.isUnresolved()) {
            throw new IllegalArgumentException(origin + " " + socket);
        }
    }
}
