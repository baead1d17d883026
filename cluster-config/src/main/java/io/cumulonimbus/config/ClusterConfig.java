package io.cumulonimbus.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an origin finds others and talks with them.
 *
 * @param enabled whether it does
 * @param name what tells this cluster from others in the same network
 * @param node what the others call this origin, 1 to 64 characters
 * @param address the local address for that, or the name of a network interface
 * @param port TCP port, 1 to 65535
 * @param members where others may be, this one too
 * @param allowPublic whether the address may be one that the whole world reaches
 * @param file how others are found, if not by {@code members}: a configuration of Hazelcast
 * @param placement where applications are served
 * @param properties what scripts at the others know of this origin
 */
public record ClusterConfig(
        boolean enabled,
        String name,
        String node,
        String address,
        int port,
        List<HostPort> members,
        boolean allowPublic,
        Optional<Path> file,
        PlacementConfig placement,
        Map<String, String> properties) {
    /** Keeps copies. */
    public ClusterConfig {
        members = List.copyOf(members);
        properties = Map.copyOf(properties);
    }

    /** The same as {@code node} on {@code port} of the loopback, with others at these addresses. */
    public ClusterConfig on(String node, int port, List<HostPort> members) {
        return new ClusterConfig(
                true,
                name,
                node,
                "127.0.0.1",
                port,
                members,
                allowPublic,
                Optional.empty(),
                placement,
                properties);
    }

    /** The same with applications served so. */
    public ClusterConfig withPlacement(PlacementConfig other) {
        return new ClusterConfig(
                enabled, name, node, address, port, members, allowPublic, file, other, properties);
    }

    /** The same with these properties. */
    public ClusterConfig withProperties(Map<String, String> others) {
        return new ClusterConfig(
                enabled, name, node, address, port, members, allowPublic, file, placement, others);
    }
}
