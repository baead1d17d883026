package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.topic.Message;
import io.cumulonimbus.origin.cluster.ClusterFigures;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.fabric.Fabric;
import io.cumulonimbus.origin.cluster.fabric.Table;
import io.cumulonimbus.origin.cluster.fabric.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Hazelcast member of this process. Nodes are members, by the name and incarnation among their
 * attributes; tables are maps; frames go by topics, one for each node and one for all. Any thread.
 *
 * <p>What Hazelcast does waiting, its own threads do: one for what is sent, so that it stays in
 * order, one for who comes and goes, and some for the rest.
 */
final class HazelcastFabric implements Fabric {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastFabric.class);
    private static final int FRAMES = 65_536;
    private static final int TASKS = 4096;
    private static final int WORKERS = 2;

    private final HazelcastInstance member;
    private final NodeId self;
    private final ThreadPoolExecutor postman = threads("cluster-post", 1, FRAMES);
    private final ThreadPoolExecutor census = threads("cluster-census", 1, TASKS);
    private final ThreadPoolExecutor workers = threads("cluster-work", WORKERS, TASKS);
    private final Map<TableName, Table> tables = new ConcurrentHashMap<>();
    private final Moves moves = new Moves();
    private volatile Set<NodeId> alive;

    HazelcastFabric(HazelcastInstance member, NodeId self) {
        this.member = member;
        this.self = self;
        this.alive = Set.of(self);
    }

    private static ThreadPoolExecutor threads(String name, int count, int waiting) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        count,
                        count,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waiting),
                        task -> {
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public List<NodeId> alive() {
        return List.copyOf(alive);
    }

    @Override
    public void start(Observer observer) {
        member.<byte[]>getTopic(topic(self)).addMessageListener(m -> heard(observer, m));
        member.<byte[]>getTopic(ALL).addMessageListener(m -> heard(observer, m));
        member.getPartitionService().addMigrationListener(moves);
        member.getPartitionService().addPartitionLostListener(lost -> observer.onShaken(false));
        member.getLifecycleService()
                .addLifecycleListener(
                        event -> {
                            if (event.getState() == LifecycleState.MERGED) {
                                LOG.warn("Parts of the cluster have become one again");
                                count(observer);
                                census.execute(() -> observer.onShaken(true));
                            }
                        });
        member.getCluster()
                .addMembershipListener(
                        new MembershipListener() {
                            @Override
                            public void memberAdded(MembershipEvent event) {
                                count(observer);
                            }

                            @Override
                            public void memberRemoved(MembershipEvent event) {
                                count(observer);
                            }
                        });
        observer.onJoined(self);
        count(observer);
    }

    private static final String ALL = "node-all";

    private static String topic(NodeId node) {
        return "node-" + Long.toHexString(node.incarnation());
    }

    /** What a member says that is not in the cluster any more is not heard. */
    private void heard(Observer observer, Message<byte[]> message) {
        Member sender = message.getPublishingMember();
        if (sender != null && !sender.localMember()) {
            Members.known(sender)
                    .ifPresent(from -> observer.onFrame(from, message.getMessageObject()));
        }
    }

    /** Compares who is there with who was there: a member that merges comes before it goes. */
    private void count(Observer observer) {
        census.execute(
                () -> {
                    Set<NodeId> now = new TreeSet<>();
                    for (Member m : member.getCluster().getMembers()) {
                        Members.known(m).ifPresent(now::add);
                    }
                    Set<NodeId> before = alive;
                    alive = now;
                    Set<NodeId> fresh = new HashSet<>(now);
                    fresh.removeAll(before);
                    Set<NodeId> gone = new HashSet<>(before);
                    gone.removeAll(now);
                    fresh.forEach(node -> LOG.info("{} is in the cluster", node));
                    gone.forEach(node -> LOG.warn("{} is gone from the cluster", node));
                    fresh.forEach(observer::onJoined);
                    gone.forEach(observer::onLeft);
                });
    }

    @Override
    public Table table(TableName name) {
        return tables.computeIfAbsent(
                name,
                n -> new HazelcastTable(() -> member.getMap(ClusterPlan.mapName(n)), workers));
    }

    @Override
    public boolean send(NodeId to, byte[] frame) {
        return alive.contains(to) && publish(topic(to), frame);
    }

    @Override
    public boolean broadcast(byte[] frame) {
        return alive.size() <= 1 || publish(ALL, frame);
    }

    private boolean publish(String topic, byte[] frame) {
        try {
            postman.execute(() -> say(topic, frame));
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    private void say(String topic, byte[] frame) {
        try {
            member.getTopic(topic).publish(frame);
        } catch (HazelcastInstanceNotActiveException ended) {
            LOG.debug("Something was to be sent after the end", ended);
        }
    }

    @Override
    public long timeMs() {
        return member.getCluster().getClusterTime();
    }

    @Override
    public CompletableFuture<ClusterFigures.Store> store() {
        try {
            return CompletableFuture.supplyAsync(
                    () -> moves.store(member, tables.keySet()), workers);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(full);
        }
    }

    @Override
    public void close() {
        stop();
        member.shutdown();
    }

    /** As if the process were killed. */
    void kill() {
        stop();
        member.getLifecycleService().terminate();
    }

    private void stop() {
        postman.shutdownNow();
        census.shutdownNow();
        workers.shutdownNow();
    }
}
