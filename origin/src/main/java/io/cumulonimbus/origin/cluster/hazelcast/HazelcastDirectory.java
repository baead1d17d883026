package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.cluster.ClusterFigures;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.GroupMembers;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import io.cumulonimbus.origin.cluster.Peers;
import io.cumulonimbus.origin.cluster.Post;
import io.cumulonimbus.origin.cluster.SharedMaps;
import io.cumulonimbus.origin.cluster.Streams;
import io.cumulonimbus.origin.cluster.fabric.FabricDirectory;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of an origin that is a member of a cluster, with a loop of its own. Any thread. */
public final class HazelcastDirectory implements Directory {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastDirectory.class);
    private static final int RANDOM_BITS = 20;

    private final HazelcastFabric fabric;
    private final Loops loops;
    private final Directory directory;

    private HazelcastDirectory(HazelcastFabric fabric) {
        this.fabric = fabric;
        this.loops = Loops.startDaemons("cluster", 1);
        Loop loop = loops.loop(0);
        this.directory = new FabricDirectory(fabric, loop);
    }

    /**
     * Starts a member and joins the others; waits some seconds.
     *
     * @throws StartException when the settings are wrong or the port is taken
     */
    public static HazelcastDirectory start(ClusterConfig config, RandomGenerator random)
            throws StartException {
        NodeId self = new NodeId(config.node(), incarnation(random));
        try {
            HazelcastInstance member = Hazelcast.newHazelcastInstance(ClusterPlan.of(config, self));
            LOG.info(
                    "In the cluster {} as {}, with {} others",
                    config.name(),
                    self,
                    member.getCluster().getMembers().size() - 1);
            return new HazelcastDirectory(new HazelcastFabric(member, self));
        } catch (RuntimeException refused) { // of many kinds, many of them just that
            throw new StartException(
                    "The cluster cannot be joined on "
                            + config.address()
                            + ":"
                            + config.port()
                            + ": "
                            + refused.getMessage(),
                    refused);
        }
    }

    /** Grows with time, so that a later run has a greater one; never 0. */
    static long incarnation(RandomGenerator random) {
        return System.currentTimeMillis() << RANDOM_BITS | random.nextInt(1 << RANDOM_BITS);
    }

    /** Ends as if the process were killed: nothing is taken back, nobody is told. */
    void kill() {
        fabric.kill();
        loops.close();
    }

    @Override
    public NodeId self() {
        return directory.self();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Nodes nodes() {
        return directory.nodes();
    }

    @Override
    public Peers peers() {
        return directory.peers();
    }

    @Override
    public GroupMembers groups() {
        return directory.groups();
    }

    @Override
    public Streams streams() {
        return directory.streams();
    }

    @Override
    public Leases leases() {
        return directory.leases();
    }

    @Override
    public Post post() {
        return directory.post();
    }

    @Override
    public SharedMaps maps() {
        return directory.maps();
    }

    @Override
    public CompletableFuture<ClusterFigures> figures() {
        return directory.figures();
    }

    @Override
    public void close() {
        directory.close();
        loops.close();
    }
}
