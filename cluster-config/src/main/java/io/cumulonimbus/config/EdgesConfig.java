package io.cumulonimbus.config;

import java.net.InetAddress;

/**
 * How an origin receives its edges.
 *
 * @param activated whether edges are accepted at all
 * @param bindAddress local address of the TCP port
 * @param port TCP port for edges, 1 to 65535; 0 (only in values built by code) lets the system
 *     choose
 * @param secret what both ends of a link must know; not empty when activated from a file
 * @param attemptsBeforeFallback handshake attempts of a client that are sent to edges before the
 *     origin serves it itself; 0 = always edges while there is one
 */
public record EdgesConfig(
        boolean activated,
        InetAddress bindAddress,
        int port,
        Secret secret,
        int attemptsBeforeFallback) {
    /** The same, accepting edges on {@code port} of the same address with {@code secret}. */
    public EdgesConfig activatedOn(int port, Secret secret) {
        return new EdgesConfig(true, bindAddress, port, secret, attemptsBeforeFallback);
    }
}
