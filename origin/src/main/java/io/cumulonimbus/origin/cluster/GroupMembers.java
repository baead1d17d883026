package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.net.loop.Loop;

/**
 * Who is in which NetGroup. A node holds a copy of the groups that it watches, and nothing of
 * others. Any thread.
 */
public interface GroupMembers {
    /**
     * A peer of this node is a member from now on.
     *
     * @param group 32 bytes that are not written to
     * @param peer 32 bytes that are not written to
     */
    void join(byte[] group, byte[] peer);

    /** It is one no more. */
    void leave(byte[] group, byte[] peer);

    /**
     * Has the members that other nodes have told, beginning with those that are there. The answer
     * ends that.
     */
    Registration watch(byte[] group, Loop loop, Listener listener);

    /** Hears of members of one group at other nodes, on the loop that it was registered with. */
    interface Listener {
        /** A peer of another node is a member. */
        void joined(byte[] peer, NodeId at);

        /** It is one no more, or its node is gone. */
        void left(byte[] peer, NodeId at);
    }
}
