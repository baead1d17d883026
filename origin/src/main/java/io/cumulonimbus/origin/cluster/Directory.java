package io.cumulonimbus.origin.cluster;

import java.util.concurrent.CompletableFuture;

/**
 * What the origins of a cluster know together. In one process alone it is a directory of its own,
 * which starts nothing and answers the same questions.
 *
 * <p>Nothing here waits. All methods may be called on any thread; answers and events come on the
 * loop that is given, later, and to every question exactly one, within {@link #PATIENCE_NS}: at
 * worst {@link Outcome#failed()}. Too many questions at once fail at once. Nothing is asked before
 * a session is established: what strangers send never gets here.
 *
 * <p>What is entered is soft state: it belongs to the node that entered it, which repeats it when
 * it was lost, and goes when that node is gone: within 2 s of its process's death, within 8 s when
 * it cannot be reached any more.
 */
public interface Directory extends AutoCloseable {
    /** No question is open longer: 3 s. */
    long PATIENCE_NS = 3_000_000_000L;

    /** This node. */
    NodeId self();

    /** Whether there can be other nodes. */
    boolean isShared();

    /** The origins. */
    Nodes nodes();

    /** Where peers are connected. */
    Peers peers();

    /** Who is in which NetGroup. */
    GroupMembers groups();

    /** Who publishes which stream. */
    Streams streams();

    /** Which origin is the home of which realm. */
    Leases leases();

    /** Messages between nodes, and topics. */
    Post post();

    /** What scripts share. */
    SharedMaps maps();

    /** How it fares at this moment, on any thread. */
    default CompletableFuture<ClusterFigures> figures() {
        return CompletableFuture.completedFuture(ClusterFigures.NONE);
    }

    /** Leaves the cluster in order and takes back what was entered; waits, never on a loop. */
    @Override
    void close();
}
