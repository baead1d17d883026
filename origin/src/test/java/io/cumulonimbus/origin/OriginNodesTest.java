package io.cumulonimbus.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.admin.view.NodeView;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers that operators are shown. */
class OriginNodesTest {
    @TempDir private Path home;

    @Test
    void otherOriginsOfTheClusterAreAmongThem() throws Exception {
        LocalCluster cluster = LocalCluster.shared();
        Loops books = Loops.start("books", 1);
        OriginConfig config =
                OriginConfig.defaults(home).listeningOn(InetAddress.getByName("127.0.0.1"), 0);
        Directory other = cluster.join("ben", books.loop(0));
        try (Origin ann = Origin.start(config, cluster.join("ann", books.loop(0)))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(OriginNodes.of(ann, true, 3))
                                            .extracting(NodeView::name)
                                            .containsExactly("ann", "ben"));
            NodeView ben = OriginNodes.of(ann, true, 3).get(1);
            assertThat(ben.kind()).isEqualTo("origin");
            assertThat(ben.self()).isFalse();
            assertThat(ben.taking()).contains(true);
        } finally {
            other.close();
            books.close();
        }
    }
}
