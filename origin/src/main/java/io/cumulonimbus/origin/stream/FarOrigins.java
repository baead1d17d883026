package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.MediaFrame;

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
    interface Receiver {
        /** How far the stream came here, by whatever way; what follows is wanted. */
        Had had();

        /**
         * A publication is on the air.
         *
         * @param before whether it had begun before the stream was asked for
         */
        void begun(long publication, boolean before);

        /** Metadata or a codec header of a stream that is on the air already; may be known. */
        void prime(MediaFrame essential);

        /** The next frame. */
        void frame(MediaFrame frame);

        /** That publication is over; another one may follow. */
        void over(long publication);

        /** The link is lost: nothing comes until there is another one. */
        void unlinked();
    }
}
