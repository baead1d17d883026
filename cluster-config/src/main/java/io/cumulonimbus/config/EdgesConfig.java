package io.cumulonimbus.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How an origin receives its edges.
 *
 * @param activated whether edges are accepted at all
 * @param bindAddress local address of the TCP port; on the loopback when there is no secret
 * @param port TCP port for edges, 1 to 65535; 0 (only in values built by code) lets the system
 *     choose
 * @param secret what both ends of a link must know; several with commas between them
 * @param ownSecrets by name, of edges that are accepted with no others
 * @param denied names of edges that are not accepted
 * @param tls whether links are encrypted
 * @param attemptsBeforeFallback handshake attempts of a client that are sent to edges before the
 *     origin serves it itself; 0 = always edges while there is one
 * @param keyFile where the key is with which sessions are given to edges; from the home if relative
 */
public record EdgesConfig(
        boolean activated,
        InetAddress bindAddress,
        int port,
        Secret secret,
        Map<String, Secret> ownSecrets,
        List<String> denied,
        LinkTlsMode tls,
        int attemptsBeforeFallback,
        Path keyFile) {
    /** Keeps copies. */
    public EdgesConfig {
        ownSecrets = Map.copyOf(ownSecrets);
        denied = List.copyOf(denied);
    }

    /** The same, accepting edges on {@code port} of the same address with {@code secret}. */
    public EdgesConfig activatedOn(int port, Secret secret) {
        return new EdgesConfig(
                true,
                bindAddress,
                port,
                secret,
                ownSecrets,
                denied,
                tls,
                attemptsBeforeFallback,
                keyFile);
    }
}
