package io.cumulonimbus.config;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where operators and their tools ask a server how it is.
 *
 * @param address local address of the TCP port
 * @param port TCP port, 1 to 65535; empty is none, and 0 (only in values built by code) lets the
 *     system choose
 * @param token what must be known to be answered; may be missing on the loopback alone
 * @param tls what encrypts it, if anything does
 */
public record AdminConfig(
        InetAddress address, OptionalInt port, Secret token, Optional<TlsConfig> tls) {
    /** A token is demanded whoever builds the value. */
    public AdminConfig {
        if (port.isPresent() && token.isEmpty() && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("no token, and not on the loopback");
        }
    }

    /** Not encrypted. */
    public AdminConfig(InetAddress address, OptionalInt port, Secret token) {
        this(address, port, token, Optional.empty());
    }

    /** The same with encryption. */
    public AdminConfig with(TlsConfig encryption) {
        return new AdminConfig(address, port, token, Optional.of(encryption));
    }

    /** The same on {@code port}, demanding {@code token}. */
    public AdminConfig on(int port, Secret token) {
        return new AdminConfig(address, OptionalInt.of(port), token, tls);
    }
}
