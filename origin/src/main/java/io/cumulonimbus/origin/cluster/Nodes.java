package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.net.loop.Loop;
import java.util.List;
import java.util.Optional;

/** The origins of the cluster, this one among them. Any thread. */
public interface Nodes {
    /** All that are alive as far as is known, by their ids in order; at once. */
    List<Node> all();

    /** What is known of one that is alive; at once. */
    Optional<Node> find(NodeId id);

    /**
     * Tells the others this of this node, in place of what was told before; but its load is
     * counted: the peers that it has entered.
     */
    void announce(Node self);

    /**
     * Has changes told, beginning with {@link Listener#joined} of those that are there, this node
     * too. The answer ends that.
     */
    Registration listen(Loop loop, Listener listener);

    /** Hears of nodes, on the loop that it was registered with. */
    interface Listener {
        /** A node is there. */
        default void joined(Node node) {}

        /** What is known of a node has changed. */
        default void changed(Node node) {}

        /** A node is gone, or cannot be reached: what it had entered counts no more. */
        default void left(NodeId id) {}

        /** Two parts of the cluster that had lost each other are one again. */
        default void merged() {}
    }
}
