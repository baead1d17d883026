package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.net.loop.Loop;
import java.util.function.Consumer;

/** Who publishes which stream: one node for each name. Any thread. */
public interface Streams {
    /**
     * Claims a name for this node. The answer is the claim that holds now: ours if it has our
     * {@code publication}, or that of another, who had it first. Ours is kept up as long as this
     * node lives, until it is released.
     *
     * @param publication the random 64 bits of the publication
     * @param lost called on the loop when the claim was lost to another after all: both had it
     *     while parts of the cluster did not see each other, or this node was taken for dead
     */
    void claim(
            String name,
            long publication,
            Loop loop,
            Consumer<Outcome<StreamClaim>> answer,
            Consumer<StreamClaim> lost);

    /** Gives a name back; nothing happens when it is not claimed for this publication. */
    void release(String name, long publication);

    /** Who has a name; none when nobody has. */
    void find(String name, Loop replyTo, Consumer<Outcome<StreamClaim>> answer);

    /**
     * Has all claims of all nodes told, beginning with those that are there. The answer ends that.
     */
    Registration listen(Loop loop, Listener listener);

    /** Claims of ours that others had before us after all, since the start. */
    long lost();

    /** Hears of claims, on the loop that it was registered with. */
    interface Listener {
        /** A name is claimed, in place of a claim that was there before. */
        void claimed(StreamClaim claim);

        /** A name is free again. */
        void released(StreamClaim claim);
    }
}
