package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.config.HostPort;
import java.util.Optional;

/**
 * What an origin tells the others of itself, about once a second and when it changes.
 *
 * @param id which run of which origin
 * @param link where it receives edges and other origins (TCP), if it does
 * @param clients where it receives RTMFP clients: its public address, if it has one
 * @param load clients that it has, at least 0
 * @param draining whether it is about to stop and wants nothing new
 */
public record Node(
        NodeId id,
        Optional<HostPort> link,
        Optional<HostPort> clients,
        int load,
        boolean draining) {
    /** A node that has just begun and has told nothing. */
    public static Node unknown(NodeId id) {
        return new Node(id, Optional.empty(), Optional.empty(), 0, false);
    }

    /** The same with these addresses. */
    public Node at(Optional<HostPort> newLink, Optional<HostPort> newClients) {
        return new Node(id, newLink, newClients, load, draining);
    }

    /** The same with so many clients. */
    public Node withLoad(int newLoad) {
        return new Node(id, link, clients, newLoad, draining);
    }

    /** The same, wanting nothing new or again as usual. */
    public Node draining(boolean newDraining) {
        return new Node(id, link, clients, load, newDraining);
    }
}
