package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.net.loop.Loop;
import java.util.function.Consumer;

/**
 * Which origin is the home of which realm: one at a time, told apart by epochs. Any thread.
 *
 * <p>A holder that is gone is replaced by whoever asks first.
 */
public interface Leases {
    /** After so long without a confirmation a holder must not act: 3 s. */
    long CONFIRMED_NS = 3_000_000_000L;

    /**
     * Makes this node the holder, unless another one that is alive is. The answer is the lease that
     * counts now. Ours is renewed every second, until it is given up or lost.
     *
     * @param listener hears of the lease if it becomes ours
     */
    void acquire(String realm, Loop loop, Consumer<Outcome<Lease>> answer, HolderListener listener);

    /** The lease that counts; none when there is none, or its holder is gone. */
    void find(String realm, Loop replyTo, Consumer<Outcome<Lease>> answer);

    /** Gives up a lease of ours, so that anybody can have it. */
    void release(Lease lease);

    /**
     * Gives a lease of ours to another node. The answer is the new lease; none when ours was none
     * any more. The new holder hears of it by {@link Listener#changed} and has to {@link #acquire}.
     */
    void transfer(Lease ours, NodeId to, Loop replyTo, Consumer<Outcome<Lease>> answer);

    /** Has all changes told, beginning with what is there. The answer ends that. */
    Registration listen(Loop loop, Listener listener);

    /** The holder's own view of its lease, on the loop that it was acquired with. */
    interface HolderListener {
        /**
         * It is still ours. About once a second; after {@link #CONFIRMED_NS} without, the holder
         * pauses.
         *
         * @param atNs when it was so at the latest, on the clock of the loop
         */
        void confirmed(Lease lease, long atNs);

        /** It is ours no more; last call. */
        void lost(Lease lease);
    }

    /** Hears of leases, on the loop that it was registered with. */
    interface Listener {
        /** A realm has this lease now. */
        void changed(Lease lease);

        /** A realm has no lease any more, or its holder is gone. */
        void ended(Lease lease);
    }
}
