package io.cumulonimbus.config;

/**
 * How clients are introduced to each other.
 *
 * @param introductions who may ask for an introduction
 * @param privateAddresses to whom a client's addresses in private networks are told
 */
public record PeersConfig(Introductions introductions, PrivateAddresses privateAddresses) {
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
