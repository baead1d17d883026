package io.cumulonimbus.origin.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a client that spoke to one of our sockets finds us again: the public address, or the
 * socket's own. Owned by one loop.
 */
final class OwnAddress {
    private static final int MOST_REMEMBERED = 1024;

    private final Optional<InetSocketAddress> published;
    private final Supplier<Optional<InetSocketAddress>> bound;
    private final Map<InetAddress, Optional<InetAddress>> ways =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<InetAddress, Optional<InetAddress>> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    /**
     * @param published what the operator says, resolved
     * @param bound where the socket is bound, once it is
     */
    OwnAddress(Optional<InetSocketAddress> published, Supplier<Optional<InetSocketAddress>> bound) {
        this.published = published;
        this.bound = bound;
    }

    /** Our address for whoever is there; empty when the system knows no way. */
    Optional<InetSocketAddress> towards(InetSocketAddress client) {
        return published.or(() -> bound.get().flatMap(socket -> local(socket, client)));
    }

    private Optional<InetSocketAddress> local(InetSocketAddress socket, InetSocketAddress client) {
        if (!socket.getAddress().isAnyLocalAddress()) {
            return Optional.of(socket);
        }
        return ways.computeIfAbsent(client.getAddress(), address -> wayTo(client))
                .map(address -> new InetSocketAddress(address, socket.getPort()));
    }

    /** The address that the system would send from; nothing is sent to find that out. */
    private static Optional<InetAddress> wayTo(InetSocketAddress client) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.connect(client);
            return Optional.of(((InetSocketAddress) probe.getLocalAddress()).getAddress());
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // an address without a way back
        }
    }
}
