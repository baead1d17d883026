package io.cumulonimbus.config;

/**
 * How clients are introduced to each other.
 *
 * @param introductions who may ask for an introduction
 * @param privateAddresses to whom a client's addresses in private networks are told
 * @param relay what carries their packets where they find no way to each other
 */
public record PeersConfig(
        Introductions introductions, PrivateAddresses privateAddresses, RelayConfig relay) {
    /** Without a relay. */
    public PeersConfig(Introductions introductions, PrivateAddresses privateAddresses) {
        this(introductions, privateAddresses, RelayConfig.OFF);
    }

    /** The same with another relay. */
    public PeersConfig withRelay(RelayConfig other) {
        return new PeersConfig(introductions, privateAddresses, other);
    }

    /** Who may ask to be introduced to a client. */
    public enum Introductions {
        /** Whoever has an open session with this server, from the address of that session. */
        CONNECTED,
        /** Anybody. */
        ANY
    }

    /** To whom a client's addresses in private networks are told. */
    public enum PrivateAddresses {
        /** To clients that seem to be in the same network. */
        NEAR,
        /** To every client that asks for it. */
        ALWAYS,
        /** To nobody. */
        NEVER
    }
}
