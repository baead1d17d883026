package io.cumulonimbus.net.link;

import java.net.InetSocketAddress;

/** Whether links are encrypted. */
public enum LinkCipher {
    /** Everywhere but on the loopback of this machine. */
    AUTO,
    /** Everywhere. */
    ON,
    /** Nowhere: for private networks that are trusted; an origin takes encrypted links too. */
    OFF;

    /** Whether a link with this address is to be encrypted. */
    boolean isDemanded(InetSocketAddress far) {
        boolean loopback = far.getAddress() != null && far.getAddress().isLoopbackAddress();
        return this == ON || this == AUTO && !loopback;
    }
}
