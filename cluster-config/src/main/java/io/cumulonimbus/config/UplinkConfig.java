package io.cumulonimbus.config;

import java.time.Duration;
import java.util.List;

/**
 * How an edge reaches its origins.
 *
 * @param name of the edge, for the origins' logs, secrets and denials
 * @param origins host and {@code edges.port} of each, at least one; a name stands for all its
 *     addresses
 * @param secret the origin's {@code edges.secret}, the first of it is used
 * @param tls whether links are encrypted
 * @param grace how long clients are kept without an origin
 */
public record UplinkConfig(
        String name, List<HostPort> origins, Secret secret, LinkTlsMode tls, Duration grace) {
    /** Keeps a copy. */
    public UplinkConfig {
        origins = List.copyOf(origins);
    }

    /** The same linked to these origins. */
    public UplinkConfig to(List<HostPort> others) {
        return new UplinkConfig(name, others, secret, tls, grace);
    }

    /** The same with another secret. */
    public UplinkConfig knowing(Secret other) {
        return new UplinkConfig(name, origins, other, tls, grace);
    }

    /** The same with another grace period. */
    public UplinkConfig withGrace(Duration other) {
        return new UplinkConfig(name, origins, secret, tls, other);
    }
}
