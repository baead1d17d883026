package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.link.turn.Speaker;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Who the client of a session is, and where it is. */
abstract class KnownClient extends Speaker implements Client {
    private final ClientIdentity identity;
    private InetSocketAddress address;
    private long roundTripNs;
    private Client mirrored;

    KnownClient(ClientIdentity identity, InetSocketAddress address, long roundTripNs) {
        this.identity = identity;
        this.address = address;
        this.roundTripNs = roundTripNs;
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    void moved(InetSocketAddress newAddress) {
        address = newAddress;
    }

    @Override
    public long roundTripNs() {
        return roundTripNs;
    }

    void measured(long newRoundTripNs) {
        roundTripNs = newRoundTripNs;
    }

    /** The real client, at its edge. */
    public Optional<Client> local() {
        return Optional.ofNullable(mirrored);
    }

    void joins(Client local) {
        mirrored = local;
    }

    boolean isAtEdge() {
        return mirrored != null;
    }
}
