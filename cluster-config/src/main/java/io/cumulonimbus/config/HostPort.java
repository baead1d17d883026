package io.cumulonimbus.config;

import java.net.InetSocketAddress;

/**
 * A host (name or IP literal) and a port, not resolved.
 *
 * @param host a name, an IPv4 literal, or an IPv6 literal without brackets; never empty
 * @param port 0 to 65535; 0 only in values built by code
 */
public record HostPort(String host, int port) {
    /** Checks both parts. */
    public HostPort {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("empty host");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** This address without a name look-up; whoever connects resolves it off the loop. */
    public InetSocketAddress unresolved() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** {@code host:port}, with brackets around an IPv6 literal. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
