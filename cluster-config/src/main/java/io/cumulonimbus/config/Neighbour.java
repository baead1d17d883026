package io.cumulonimbus.config;

/**
 * Where other servers may be that a load balancer sends requests of the same clients to.
 *
 * @param host an address, or a name with one or several
 * @param ports TCP ports for RTMPT
 */
public record Neighbour(String host, PortRange ports) {
    /** Reads {@code host:port} or {@code host:first-last}. */
    static Neighbour of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(text);
        }
        PortRange ports = PortRange.of(text.substring(colon + 1));
        String host = text.substring(0, colon);
        return new Neighbour(
                PartialAddress.of(host + ":" + ports.first())
                        .host()
                        .filter(any -> ports.first() > 0)
                        .orElseThrow(() -> new IllegalArgumentException(text)),
                ports);
    }
}
