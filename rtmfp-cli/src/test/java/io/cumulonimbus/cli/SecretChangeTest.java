package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.EdgesConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.origin.Origin;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that are changed while origin and edge serve. */
class SecretChangeTest {
    private static final Secret OLD = Secret.of("the old one");
    private static final Secret NEW = Secret.of("the new one");

    @Test
    void anEdgeThatLearnsTheNewSecretIsLinkedWithoutARestart(@TempDir Path home) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        OriginConfig config = OriginConfig.defaults(home).listeningOn(loopback, 0);
        EdgesConfig edges = config.edges();
        try (Origin origin = Origin.start(config.withEdges(edges.activatedOn(0, OLD)))) {
            origin.trust(edges.activatedOn(0, NEW));
            int port = origin.edgesAddress().orElseThrow().getPort();
            EdgeConfig ours =
                    EdgeConfig.defaults(home, OLD)
                            .listeningOn(loopback, 0)
                            .linkedTo(new HostPort("127.0.0.1", port));
            try (Edge edge = Edge.open(ours)) {
                await().pollDelay(Duration.ofSeconds(1))
                        .until(() -> !edge.isLinked() && origin.edges().isEmpty());
                edge.trust(ours.uplink().knowing(NEW));
                await().atMost(Duration.ofSeconds(60)).until(edge::isLinked);
                assertThat(origin.edges()).hasSize(1);
            }
        }
    }
}
