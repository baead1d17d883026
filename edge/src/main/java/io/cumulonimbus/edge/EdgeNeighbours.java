package io.cumulonimbus.edge;

import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.net.http.Neighbours;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The edges that a load balancer sends requests of the same clients to; their names follow from the
 * secret that all have when they start.
 */
final class EdgeNeighbours {
    private EdgeNeighbours() {}

    /** None when none are listed. Looks names up, which may block. */
    static Optional<Neighbours> of(EdgeConfig config, int port) {
        if (config.rtmp().neighbours().isEmpty()) {
            return Optional.empty();
        }
        List<Neighbours.Place> places =
                config.rtmp().neighbours().stream()
                        .map(
                                one ->
                                        new Neighbours.Place(
                                                one.host(),
                                                one.ports().first(),
                                                one.ports().last()))
                        .toList();
        byte[] secret = config.uplink().secret().bytes();
        List<InetAddress> hosts =
                config.addresses().stream().map(InetSocketAddress::getAddress).toList();
        return Optional.of(Neighbours.of(places, secret, hosts, port, System::nanoTime));
    }
}
