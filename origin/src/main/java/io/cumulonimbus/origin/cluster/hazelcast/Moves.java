package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.LocalMapStats;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.ReplicaMigrationEvent;
import io.cumulonimbus.origin.cluster.ClusterFigures;
import io.cumulonimbus.origin.cluster.fabric.TableName;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts parts of the tables that go from one member to another. Any thread. */
final class Moves implements MigrationListener {
    private final LongAdder moved = new LongAdder();
    private final LongAdder notMoved = new LongAdder();
    private volatile boolean moving;

    @Override
    public void migrationStarted(MigrationState state) {
        moving = true;
    }

    @Override
    public void migrationFinished(MigrationState state) {
        moving = false;
    }

    @Override
    public void replicaMigrationCompleted(ReplicaMigrationEvent event) {
        moved.increment();
    }

    @Override
    public void replicaMigrationFailed(ReplicaMigrationEvent event) {
        notMoved.increment();
    }

    /** What this member keeps of these tables; may wait. */
    ClusterFigures.Store store(HazelcastInstance member, Set<TableName> names) {
        Map<String, ClusterFigures.Kept> tables = new TreeMap<>();
        for (TableName name : names) {
            LocalMapStats stats = member.getMap(ClusterPlan.mapName(name)).getLocalMapStats();
            tables.merge(
                    name.kind().name().toLowerCase(Locale.ROOT),
                    new ClusterFigures.Kept(
                            stats.getOwnedEntryCount(),
                            stats.getOwnedEntryMemoryCost() + stats.getBackupEntryMemoryCost()),
                    ClusterFigures.Kept::plus);
        }
        return new ClusterFigures.Store(
                member.getPartitionService().isLocalMemberSafe(),
                moving,
                moved.sum(),
                notMoved.sum(),
                tables);
    }
}
