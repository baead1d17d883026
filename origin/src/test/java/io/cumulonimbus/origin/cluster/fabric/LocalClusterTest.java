package io.cumulonimbus.origin.cluster.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.DirectoryContract;
import io.cumulonimbus.origin.cluster.PeerPlace;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalClusterTest extends DirectoryContract {
    private final LocalCluster cluster = LocalCluster.shared();

    /** Their clocks are apart, as those of machines are. */
    private final List<Directory> nodes = List.of(node("a", 0), node("b", -40), node("c", 40));

    private Directory node(String name, long aheadMs) {
        return cluster.join(name, LOOP, () -> System.currentTimeMillis() + aheadMs);
    }

    @Override
    protected List<Directory> nodes() {
        return nodes;
    }

    @Override
    protected Directory oneMore() {
        return cluster.join("d", LOOP);
    }

    @Override
    protected void kill(Directory node) {
        cluster.kill(node.self());
    }

    @Test
    void anOriginThatRunsAloneFindsItsOwn() {
        Directory alone = LocalCluster.alone("only", 9, LOOP);
        byte[] peer = id();
        alone.peers().enter(peer, 5);
        assertThat(alone.isShared()).isFalse();
        assertThat(alone.nodes().all()).hasSize(1);
        until(() -> assertThat(locate(alone, peer)).contains(new PeerPlace(alone.self(), 5)));
    }
}
