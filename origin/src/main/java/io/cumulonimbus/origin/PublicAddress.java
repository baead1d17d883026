package io.cumulonimbus.origin;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What clients know this server by.
 *
 * @param host if that is another address than the local one
 */
record PublicAddress(Optional<InetAddress> host) {
    /** A client need not know more addresses of ours. */
    private static final int MOST = 8;

    /** Looks up the public address, which may take its time. */
    static PublicAddress of(OriginConfig config) throws UnknownHostException {
        Optional<HostPort> given = config.publicAddress();
        return new PublicAddress(
                given.isPresent()
                        ? Optional.of(InetAddress.getByName(given.get().host()))
                        : Optional.empty());
    }

    /** What clients are told instead of a local address. */
    InetSocketAddress told(InetSocketAddress local) {
        InetAddress at = local.getAddress();
        return host.filter(known -> at.isAnyLocalAddress() || known.getClass() == at.getClass())
                .map(known -> new InetSocketAddress(known, local.getPort()))
                .orElse(local);
    }

    /** Those of these local addresses by which clients can reach us, as they know them. */
    static List<InetSocketAddress> reachable(
            OriginConfig config, List<InetSocketAddress> some, List<InetSocketAddress> more) {
        PublicAddress known = new PublicAddress(Optional.empty());
        try {
            known = of(config);
        } catch (UnknownHostException nobodyKnows) {
            // Then those that are listened on by their own names have to do.
        }
        return Stream.concat(some.stream(), more.stream())
                .map(known::told)
                .filter(address -> !address.getAddress().isAnyLocalAddress())
                .distinct()
                .limit(MOST)
                .toList();
    }
}
