package io.cumulonimbus.client;

import java.net.InetSocketAddress;
import java.util.List;

/** A connected far end: an RTMFP session, an RTMP(T) connection or a client behind a link. */
public interface Client {
    /** The longest part of a checkpoint in bytes. */
    int MAX_CHECKPOINT = 16 << 10;

    /** Who it is. */
    ClientIdentity identity();

    /** The client as it came to us, where something stands before it: what to know it again by. */
    default Client itself() {
        return this;
    }

    /** Where it is now: the client's own address, also when it is behind an edge. */
    InetSocketAddress address();

    /** Smoothed round-trip time in nanoseconds, or -1 when none was measured yet. */
    long roundTripNs();

    /** What went out to it so far; nothing where the node that it is connected to counts that. */
    default ClientFigures figures() {
        return ClientFigures.NONE;
    }

    /** Opens a flow to the far end; after the client closed, a sink that takes nothing. */
    MessageSink openFlow(FlowSpec spec, SinkListener listener);

    /**
     * Closes in order: what was written is sent first, within reason. Closing twice is harmless.
     */
    void close(CloseReason reason);

    /**
     * Asks for a sign of life at once: a client that gives none within a few seconds is closed as
     * timed out. Those that would be noticed to be gone anyway need not do anything.
     */
    default void challenge() {}

    /**
     * For how long the node that it is connected to has been out of reach, in nanoseconds; 0 when
     * it is there. One that is away and {@linkplain #challenge challenged} ends at once.
     *
     * @param nowNs the present time of its loop
     */
    default long awayNs(long nowNs) {
        return 0;
    }

    /**
     * Asks the client to connect anew when it suits it, because this node is going to stop. Those
     * that do not know of such a thing hear nothing.
     */
    default void askToReconnect() {}

    /**
     * Whether the client may outlive this process, because something between keeps what it is told
     * with {@link #checkpoint}.
     */
    default boolean isKept() {
        return false;
    }

    /**
     * Has this kept in place of what was kept before as the same part, for whoever handles the
     * client next.
     *
     * @param part 0 or 1
     * @param sealed at most {@link #MAX_CHECKPOINT} bytes, unreadable to others
     */
    default void checkpoint(int part, byte[] sealed) {}

    /** What an earlier handler left of both parts; empty of a client that is new. */
    default List<byte[]> restoredFrom() {
        return List.of();
    }

    /**
     * Whether another process has served the client before this one, as far as is known: what it
     * said there has been said again, or is said again by whoever forwards it.
     */
    default boolean isResumed() {
        return !restoredFrom().isEmpty();
    }

    /**
     * A call was taken that has to be answered once: whoever handles the client next is told, until
     * it is {@linkplain #answer answered}.
     *
     * @param call names it among all calls of the client
     */
    default void owes(long call) {}

    /** Writes what answers a call; when the client gets it, the call is owed no more. */
    default boolean answer(MessageSink flow, Message answer, Deadline deadline, long call) {
        return flow.write(answer, deadline);
    }

    /**
     * Whether the node that the client is connected to takes it to where it belongs, when it is
     * asked to with {@link #moveElsewhere}; otherwise that has to be done here.
     */
    default boolean isTakenElsewhere() {
        return false;
    }

    /**
     * Has that node take the client to where it belongs, with what is kept of it. Its handler hears
     * of its end here, and nothing else any more. Answers false when that cannot be.
     */
    default boolean moveElsewhere() {
        return false;
    }

    /** What an earlier handler left of the client's calls. */
    default Calls calls() {
        return Calls.NONE;
    }

    /** What the client is to hear on one of our flows when we can tell it nothing any more. */
    default void lastWords(MessageSink flow, Message words) {}

    /**
     * Tells the client that another one wants a session with it; answers false when nothing is
     * sent, because it does not speak RTMFP, is closed, or has too much of that already.
     */
    default boolean introduce(PeerHello hello) {
        return false;
    }
}
