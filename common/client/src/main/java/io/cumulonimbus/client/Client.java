package io.cumulonimbus.client;

import java.net.InetSocketAddress;

/** A connected far end: an RTMFP session, an RTMP(T) connection or a client behind a link. */
public interface Client {
    /** Who it is. */
    ClientIdentity identity();

    /** Where it is now: the client's own address, also when it is behind an edge. */
    InetSocketAddress address();

    /** Smoothed round-trip time in nanoseconds, or -1 when none was measured yet. */
    long roundTripNs();

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
     * Tells the client that another one wants a session with it; answers false when nothing is
     * sent, because it does not speak RTMFP, is closed, or has too much of that already.
     */
    default boolean introduce(PeerHello hello) {
        return false;
    }
}
