package io.cumulonimbus.origin;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import io.cumulonimbus.origin.cluster.hazelcast.HazelcastDirectory;
import io.cumulonimbus.origin.cluster.hazelcast.PrivateAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an origin opens before anything else: the relay for peers and its place in the cluster; and
 * what it tells the other origins of itself.
 *
 * @param joined the directory of a cluster
 */
record ClusterEntry(PeerRelaying relay, Optional<Directory> joined) {

    /**
     * Opens the relay, if it is wanted, and joins the cluster if there is one; waits some seconds
     * then.
     *
     * @throws StartException when that is impossible; nothing is left running
     */
    static ClusterEntry open(OriginConfig config) throws StartException {
        PeerRelaying relay = PeerRelaying.open(config);
        if (!config.cluster().enabled()) {
            return new ClusterEntry(relay, Optional.empty());
        }
        try {
            return new ClusterEntry(
                    relay,
                    Optional.of(HazelcastDirectory.start(config.cluster(), new SecureRandom())));
        } catch (StartException refused) {
            relay.stop(Duration.ZERO).join();
            relay.close();
            throw refused;
        }
    }

    /**
     * The cluster's directory, or that of an origin that runs alone.
     *
     * @param hub keeps the books of the latter
     */
    Directory directory(OriginConfig config, Loop hub) {
        return joined.orElseGet(() -> LocalCluster.alone(config.cluster().node(), 1, hub));
    }

    /**
     * Tells where the origin is, once its ports are open. A port for edges on every interface is
     * told at the address on which origins talk to each other.
     */
    static void announce(
            Directory directory,
            OriginConfig config,
            List<InetSocketAddress> rtmfp,
            Optional<InetSocketAddress> edges)
            throws StartException {
        Optional<HostPort> clients =
                config.publicAddress()
                        .map(ClusterEntry::inNumbers)
                        .or(() -> rtmfp.stream().findFirst().flatMap(ClusterEntry::told));
        Optional<HostPort> link = edges.flatMap(ClusterEntry::told);
        if (edges.isPresent() && link.isEmpty() && config.cluster().enabled()) {
            String within = PrivateAddress.of(config.cluster()).getHostAddress();
            link = Optional.of(new HostPort(within, edges.get().getPort()));
        }
        directory
                .nodes()
                .announce(
                        Node.unknown(directory.self())
                                .at(link, clients)
                                .with(config.cluster().properties()));
    }

    /** Others send clients there without looking anything up. */
    private static HostPort inNumbers(HostPort given) {
        InetSocketAddress found = new InetSocketAddress(given.host(), given.port());
        return found.isUnresolved()
                ? given
                : new HostPort(found.getAddress().getHostAddress(), given.port());
    }

    /** Tells that this origin is about to stop. */
    static void drain(Directory directory) {
        directory
                .nodes()
                .find(directory.self())
                .ifPresent(self -> directory.nodes().announce(self.draining(true)));
    }

    /** An address at which others can reach us; that of every interface is none. */
    private static Optional<HostPort> told(InetSocketAddress local) {
        return local.getAddress().isAnyLocalAddress()
                ? Optional.empty()
                : Optional.of(new HostPort(local.getAddress().getHostAddress(), local.getPort()));
    }
}
