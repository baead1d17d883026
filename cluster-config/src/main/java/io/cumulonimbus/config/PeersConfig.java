package io.cumulonimbus.config;

import java.util.List;

/**
 * How clients are introduced to each other.
 *
 * @param introductions who may ask for an introduction
 * @param privateAddresses to whom a client's addresses in private networks are told
 * @param applications paths of the applications whose clients are introduced to each other; {@code
 *     *} is every one
 * @param relay what carries their packets where they find no way to each other
 * @param rendezvous whether they may come for nothing else
 */
public record PeersConfig(
        Introductions introductions,
        PrivateAddresses privateAddresses,
        List<String> applications,
        RelayConfig relay,
        RendezvousConfig rendezvous) {
    /** Keeps copies. */
    public PeersConfig {
        applications = List.copyOf(applications);
    }

    /** For clients of every application, without a relay. */
    public PeersConfig(Introductions introductions, PrivateAddresses privateAddresses) {
        this(
                introductions,
                privateAddresses,
                List.of(ApplicationPaths.EVERY),
                RelayConfig.OFF,
                RendezvousConfig.OFF);
    }

    /** Whether clients of this application are introduced: its own path or one above is listed. */
    public boolean serves(String path) {
        return ApplicationPaths.cover(applications, path);
    }

    /** The same for clients of these applications only. */
    public PeersConfig withApplications(List<String> served) {
        return new PeersConfig(introductions, privateAddresses, served, relay, rendezvous);
    }

    /** The same with another relay. */
    public PeersConfig withRelay(RelayConfig other) {
        return new PeersConfig(introductions, privateAddresses, applications, other, rendezvous);
    }

    /** The same for who wants nothing else, or not. */
    public PeersConfig withRendezvous(RendezvousConfig other) {
        return new PeersConfig(introductions, privateAddresses, applications, relay, other);
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
