package io.cumulonimbus.origin;

import io.cumulonimbus.admin.view.Addresses;
import io.cumulonimbus.admin.view.NodeView;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.net.link.LinkedEdge;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An origin and its edges. */
final class OriginNodes {
    private static final double PERCENT = 10;

    private OriginNodes() {}

    static List<NodeView> of(Origin origin, boolean ready, long clients) {
        List<NodeView> nodes = new ArrayList<>();
        nodes.add(
                new NodeView(
                        nameOf(origin.directory()),
                        "origin",
                        true,
                        true,
                        Addresses.text(origin.rtmfpAddress()),
                        clients,
                        Optional.empty(),
                        Optional.of(ready),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        origin.edges().forEach(edge -> nodes.add(edge(edge)));
        origin.directory().nodes().all().stream()
                .filter(node -> !node.id().equals(origin.directory().self()))
                .forEach(node -> nodes.add(fellow(node)));
        return nodes;
    }

    /** One that runs alone has no name that anybody needs. */
    private static String nameOf(Directory directory) {
        return directory.isShared() ? directory.self().name() : "origin";
    }

    /** Another origin of the cluster, as it told last. */
    private static NodeView fellow(Node node) {
        return new NodeView(
                node.id().name(),
                "origin",
                false,
                true,
                node.clients().or(node::link).map(HostPort::toString).orElse(""),
                node.load(),
                Optional.empty(),
                Optional.of(!node.draining()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static NodeView edge(LinkedEdge edge) {
        Optional<EdgeLoad> load = edge.load();
        return new NodeView(
                edge.name(),
                "edge",
                false,
                true,
                edge.shownAddress(),
                edge.clients(),
                load.map(EdgeLoad::capacity),
                load.map(EdgeLoad::taking),
                load.map(l -> l.cpuPermille() / PERCENT),
                load.map(EdgeLoad::bytesPerSecond),
                Optional.empty());
    }
}
