package io.cumulonimbus.origin.stream;

import io.cumulonimbus.link.StreamReceiver;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.NodeId;

/** Where streams come from that other origins publish. Any thread, except where it says so. */
public interface FarOrigins {
    /** The loop that a stream of this name comes in on: always the same one. */
    Loop loopOf(String name);

    /**
     * Has a stream handed over until it is ended, as often as there is a link; on the loop of the
     * name.
     *
     * @param receiver takes it, on that loop
     * @return ends it; on that loop
     */
    Runnable pull(NodeId owner, String name, Receiver receiver);

    /** Takes a stream of another origin. */
    interface Receiver extends StreamReceiver {
        /** The link is lost: nothing comes until there is another one. */
        void unlinked();
    }
}
