package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.origin.cluster.ClusterFigures;
import io.cumulonimbus.origin.cluster.NodeId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What holds nodes together: knows which are alive, keeps tables, carries messages. Any thread;
 * nothing waits, except {@link #close}.
 */
public interface Fabric {
    /** This node. */
    NodeId self();

    /** Whether there can be others. */
    boolean isShared();

    /** All that are alive, this one too; at once. */
    List<NodeId> alive();

    /** Begins to tell what happens; once. */
    void start(Observer observer);

    /** What is kept under that name; the same for the same name. */
    Table table(TableName name);

    /** Sends to another node, in order; answers false when it is not taken. */
    boolean send(NodeId to, byte[] frame);

    /** Sends to all other nodes; answers false when it is not taken. */
    boolean broadcast(byte[] frame);

    /** The wall clock of the cluster in milliseconds, about the same at all nodes. */
    long timeMs();

    /** What this node keeps, on any thread. */
    default CompletableFuture<ClusterFigures.Store> store() {
        return CompletableFuture.completedFuture(ClusterFigures.Store.NONE);
    }

    /** Leaves; waits. */
    void close();

    /** Hears what happens. Any thread, which must not be kept. */
    interface Observer {
        /** A frame came. */
        void onFrame(NodeId from, byte[] frame);

        /** A node is there. */
        void onJoined(NodeId node);

        /** A node is gone. */
        void onLeft(NodeId node);

        /** Entries may have been lost, because nodes were, or because parts became one again. */
        void onShaken(boolean merged);
    }
}
