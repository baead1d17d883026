package io.cumulonimbus.origin.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.origin.cluster.ClusterFigures;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.DirectoryContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HazelcastDirectoryTest extends DirectoryContract {
    private static TestMembers members;
    private static List<Directory> nodes;

    @BeforeAll
    static void start() {
        members = new TestMembers();
        nodes = List.of(members.start("a"), members.start("b"), members.start("c"));
    }

    @AfterAll
    static void end() {
        members.close();
    }

    private static ClusterFigures.Kept kept(String table) {
        return nodes.stream()
                .map(node -> node.figures().orTimeout(60, TimeUnit.SECONDS).join().store())
                .map(store -> store.tables().getOrDefault(table, ClusterFigures.Kept.NOTHING))
                .reduce(ClusterFigures.Kept.NOTHING, ClusterFigures.Kept::plus);
    }

    @Test
    void figuresTellWhatIsKeptAndAsked() {
        byte[] peer = new byte[32];
        peer[0] = 77;
        nodes.get(0).peers().enter(peer, 1);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> {
                            assertThat(kept("peers").entries()).isPositive();
                            assertThat(kept("peers").bytes()).isPositive();
                        });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> nodes.get(0).figures().join().store().safe());
        assertThat(nodes.get(0).figures().join().asked()).isPositive();
        nodes.get(0).peers().leave(peer, 1);
    }

    @Override
    protected List<Directory> nodes() {
        return nodes;
    }

    @Override
    protected Directory oneMore() {
        return members.start("d");
    }

    @Override
    protected void kill(Directory node) {
        ((HazelcastDirectory) node).kill();
    }
}
