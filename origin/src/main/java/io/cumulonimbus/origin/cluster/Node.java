package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.config.HostPort;
import java.util.Map;
import java.util.Optional;

/**
 * What an origin tells the others of itself, about once a second and when it changes.
 *
 * @param id which run of which origin
 * @param link where it receives edges and other origins (TCP), if it does
 * @param clients where it receives RTMFP clients: its public address, if it has one
 * @param load clients that it has, at least 0
 * @param draining whether it is about to stop and wants nothing new
 * @param properties what its operator has scripts know of it
 * @param announced whether it has told all this; before, there is nothing to know
 */
public record Node(
        NodeId id,
        Optional<HostPort> link,
        Optional<HostPort> clients,
        int load,
        boolean draining,
        Map<String, String> properties,
        boolean announced) {
    /** Keeps a copy. */
    public Node {
        properties = Map.copyOf(properties);
    }

    /** A node that has just begun and has told nothing. */
    public static Node unknown(NodeId id) {
        return new Node(id, Optional.empty(), Optional.empty(), 0, false, Map.of(), false);
    }

    /** The same with these addresses. */
    public Node at(Optional<HostPort> newLink, Optional<HostPort> newClients) {
        return new Node(id, newLink, newClients, load, draining, properties, announced);
    }

    /** The same with these properties. */
    public Node with(Map<String, String> newProperties) {
        return new Node(id, link, clients, load, draining, newProperties, announced);
    }

    /** The same, told by itself. */
    public Node announcing() {
        return new Node(id, link, clients, load, draining, properties, true);
    }

    /** The same with so many clients. */
    public Node withLoad(int newLoad) {
        return new Node(id, link, clients, newLoad, draining, properties, announced);
    }

    /** The same, wanting nothing new or again as usual. */
    public Node draining(boolean newDraining) {
        return new Node(id, link, clients, load, newDraining, properties, announced);
    }
}
