package io.cumulonimbus.origin;

import io.cumulonimbus.admin.view.Addresses;
import io.cumulonimbus.admin.view.NodeView;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.net.link.LinkedEdge;
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
                        "origin",
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
        return nodes;
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
