package io.cumulonimbus.origin.cluster.hazelcast;

import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.testkit.process.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Real members in this process, which find each other by the first one. */
public final class TestMembers implements AutoCloseable {
    private final List<HazelcastDirectory> started = new ArrayList<>();
    private final List<HostPort> seeds = new ArrayList<>();
    private final String cluster = "test-" + Long.toHexString(System.nanoTime());

    /** One more. */
    public HazelcastDirectory start(String node) {
        try {
            HazelcastDirectory member = HazelcastDirectory.start(config(node), new Random());
            started.add(member);
            return member;
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How one more would be started. */
    public ClusterConfig config(String node) {
        int port = freePort();
        seeds.add(new HostPort("127.0.0.1", port));
        ClusterConfig standard = OriginConfig.defaults(Path.of("").toAbsolutePath()).cluster();
        return named(cluster, standard).on(node, port, seeds.subList(0, 1));
    }

    /** The same in another cluster. */
    static ClusterConfig named(String cluster, ClusterConfig like) {
        return new ClusterConfig(
                true,
                cluster,
                like.node(),
                like.address(),
                like.port(),
                like.members(),
                like.allowPublic(),
                like.file(),
                like.placement(),
                like.properties());
    }

    /** What tells these members from those of other tests. */
    String cluster() {
        return cluster;
    }

    /** Where the first member is. */
    int seed() {
        return seeds.get(0).port();
    }

    static int freePort() {
        return FreePort.tcp();
    }

    @Override
    public void close() {
        started.forEach(HazelcastDirectory::kill);
    }
}
