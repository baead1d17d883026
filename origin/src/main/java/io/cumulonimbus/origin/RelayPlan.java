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

/**
 * Where the relay for peers listens, what peers are told of that, and what it carries.
 *
 * @param addresses local addresses, all ports of one host after the other
 * @param known what clients know us by
 * @param limits what it carries
 */
record RelayPlan(List<InetSocketAddress> addresses, PublicAddress known, RelayLimits limits) {
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
        try {
            return new RelayPlan(addresses, PublicAddress.of(config), limits(relay));
        } catch (UnknownHostException unknown) {
            String host = config.publicAddress().map(HostPort::host).orElse("");
            throw new StartException(
                    "publicAddress " + host + " is unknown; the relay needs it", unknown);
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
        return known.told(local);
    }
}
