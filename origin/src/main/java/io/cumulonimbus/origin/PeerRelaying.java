package io.cumulonimbus.origin;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.udp.RelayGateway;
import io.cumulonimbus.net.udp.UdpOptions;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.rendezvous.RendezvousProxy;
import io.cumulonimbus.origin.rendezvous.SightingsProxy;
import io.cumulonimbus.rtmfp.relay.Relay;
import io.cumulonimbus.rtmfp.relay.RelayStatistics;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * The relay for peers with the loop that it runs on, or that there is none. It is open before
 * clients come, and owned by the origin.
 */
record PeerRelaying(
        Optional<Loops> loops, Optional<RelayGateway> gateway, SightingsProxy sightings) {

    /**
     * Opens the relay's ports, if it is wanted; blocks.
     *
     * @throws StartException when the public address is unknown or a port cannot be opened; nothing
     *     is left running
     */
    static PeerRelaying open(OriginConfig config) throws StartException {
        if (!config.peers().relay().activated()) {
            return new PeerRelaying(Optional.empty(), Optional.empty(), new SightingsProxy());
        }
        SightingsProxy sightings = new SightingsProxy();
        RelayPlan plan = RelayPlan.of(config);
        Loops loops = Loops.start("relay", 1);
        try {
            RelayGateway gateway =
                    RelayGateway.start(
                                    loops.loop(0),
                                    plan.addresses(),
                                    new UdpOptions(config.udpBufferSize(), true),
                                    plan.limits(),
                                    plan::told,
                                    sightings)
                            .join();
            return new PeerRelaying(Optional.of(loops), Optional.of(gateway), sightings);
        } catch (CompletionException noPort) {
            loops.close();
            if (noPort.getCause() instanceof PortUnavailableException port) {
                throw new StartException(port.getMessage(), port);
            }
            throw noPort;
        }
    }

    /** What introductions ask. */
    Relay relay() {
        return gateway.<Relay>map(made -> made).orElse(Relay.NONE);
    }

    /** Where the clients of the origin find each other, and those of other origins. */
    RendezvousProxy rendezvous(Loop hub, RandomGenerator random, Directory directory) {
        return new RendezvousProxy(hub, random, relay(), sightings, Optional.of(directory));
    }

    List<InetSocketAddress> addresses() {
        return gateway.map(RelayGateway::addresses).orElse(List.of());
    }

    Optional<CompletableFuture<RelayStatistics>> statistics() {
        return gateway.map(RelayGateway::statistics);
    }

    CompletableFuture<Void> stop(Duration grace) {
        return gateway.map(open -> open.stop(grace))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** Ends the loop, once the gateway is stopped. */
    void close() {
        loops.ifPresent(Loops::close);
    }
}
