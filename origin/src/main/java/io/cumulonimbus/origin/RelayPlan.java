package io.cumulonimbus.origin;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RelayConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.rtmfp.relay.RelayLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the relay for peers listens, what peers are told of that, and what it carries.
 *
 * @param addresses local addresses, all ports of one host after the other
 * @param publicHost what clients know us by, if that is another address
 * @param limits what it carries
 */
record RelayPlan(
        List<InetSocketAddress> addresses, Optional<InetAddress> publicHost, RelayLimits limits) {
    private static final long BYTES_PER_KBIT = 125;

    /** Looks up the public address, which may take its time. */
    static RelayPlan of(OriginConfig config) throws StartException {
        RelayConfig relay = config.peers().relay();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetAddress host :
                config.addresses().stream()
                        .map(InetSocketAddress::getAddress)
                        .distinct()
                        .toList()) {
            for (int i = 0; i < relay.ports(); i++) {
                int port = relay.port() == 0 ? 0 : relay.port() + i;
                addresses.add(new InetSocketAddress(host, port));
            }
        }
        Optional<InetAddress> known = Optional.empty();
        if (config.publicAddress().isPresent()) {
            known = Optional.of(resolve(config.publicAddress().get()));
        }
        return new RelayPlan(addresses, known, limits(relay));
    }

    private static InetAddress resolve(HostPort address) throws StartException {
        try {
            return InetAddress.getByName(address.host());
        } catch (UnknownHostException unknown) {
            throw new StartException(
                    "publicAddress " + address.host() + " is unknown; the relay needs it", unknown);
        }
    }

    private static RelayLimits limits(RelayConfig relay) {
        return new RelayLimits(
                relay.pairs(),
                relay.pairBandwidth() * BYTES_PER_KBIT,
                relay.bandwidth() * BYTES_PER_KBIT,
                relay.headStart().toNanos(),
                relay.idle().toNanos(),
                relay.lifetime().toNanos());
    }

    /** What peers are told instead of a local address. */
    InetSocketAddress told(InetSocketAddress local) {
        InetAddress host = local.getAddress();
        return publicHost
                .filter(known -> host.isAnyLocalAddress() || known.getClass() == host.getClass())
                .map(known -> new InetSocketAddress(known, local.getPort()))
                .orElse(local);
    }
}
