package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A cluster in the memory of one process: of one node in an origin that runs alone, of several
 * where nodes are tried out without a network. It starts nothing. Any thread.
 */
public final class LocalCluster {
    private final Map<TableName, Table> tables = new ConcurrentHashMap<>();
    private final Map<NodeId, LocalFabric> nodes = new ConcurrentSkipListMap<>();
    private final AtomicLong incarnations;
    private final boolean shared;

    private LocalCluster(boolean shared, long firstIncarnation) {
        this.shared = shared;
        this.incarnations = new AtomicLong(firstIncarnation);
    }

    /** One that others can join. */
    public static LocalCluster shared() {
        return new LocalCluster(true, 1);
    }

    /**
     * The directory of an origin that runs alone.
     *
     * @param loop keeps the directory's own books; it may have other things to do
     */
    public static Directory alone(String name, long incarnation, Loop loop) {
        return new LocalCluster(false, incarnation).join(name, loop);
    }

    /**
     * One more node.
     *
     * @param loop keeps its books
     */
    public Directory join(String name, Loop loop) {
        return join(name, loop, System::currentTimeMillis);
    }

    /**
     * One more node, with a clock of its own.
     *
     * @param loop keeps its books
     * @param clockMs what it takes for the cluster's time; any thread
     */
    public Directory join(String name, Loop loop, LongSupplier clockMs) {
        NodeId id = new NodeId(name, incarnations.getAndIncrement());
        LocalFabric fabric = new LocalFabric(id, clockMs);
        return new FabricDirectory(fabric, loop);
    }

    /** A node is gone from one moment to the next, as if its process were killed. */
    public void kill(NodeId id) {
        Optional.ofNullable(nodes.remove(id))
                .ifPresent(gone -> tell(observer -> observer.onLeft(id)));
    }

    /** What all nodes share under that name. */
    Table table(TableName name) {
        return tables.computeIfAbsent(name, n -> new LocalTable());
    }

    private void tell(Consumer<Fabric.Observer> news) {
        nodes.values().forEach(node -> node.observer.ifPresent(news));
    }

    private final class LocalFabric implements Fabric {
        private final NodeId id;
        private final LongSupplier clockMs;
        private volatile Optional<Observer> observer = Optional.empty();

        LocalFabric(NodeId id, LongSupplier clockMs) {
            this.id = id;
            this.clockMs = clockMs;
        }

        @Override
        public NodeId self() {
            return id;
        }

        @Override
        public boolean isShared() {
            return shared;
        }

        @Override
        public List<NodeId> alive() {
            return new ArrayList<>(nodes.keySet());
        }

        @Override
        public void start(Observer first) {
            observer = Optional.of(first);
            nodes.keySet().forEach(first::onJoined);
            nodes.put(id, this);
            tell(all -> all.onJoined(id));
        }

        @Override
        public Table table(TableName name) {
            return LocalCluster.this.table(name);
        }

        @Override
        public boolean send(NodeId to, byte[] frame) {
            LocalFabric other = nodes.get(to);
            if (other == null || !nodes.containsKey(id)) {
                return false;
            }
            other.observer.ifPresent(o -> o.onFrame(id, frame));
            return true;
        }

        @Override
        public boolean broadcast(byte[] frame) {
            boolean alive = nodes.containsKey(id);
            for (LocalFabric other : nodes.values()) {
                if (alive && other != this) {
                    other.observer.ifPresent(o -> o.onFrame(id, frame));
                }
            }
            return alive;
        }

        @Override
        public long timeMs() {
            return clockMs.getAsLong();
        }

        @Override
        public void close() {
            kill(id);
        }
    }
}
