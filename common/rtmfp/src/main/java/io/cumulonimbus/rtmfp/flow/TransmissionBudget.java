package io.cumulonimbus.rtmfp.flow;

/**
 * How much user data a session may have in flight: the transmission budget of RFC 7016 §3.5.2.
 *
 * <p>Told of everything that happens to what was sent, packet by packet. Bytes count whole chunks,
 * header included.
 */
public interface TransmissionBudget {
    /** The bytes that may be outstanding before sending stops. */
    long window();

    /** Whether the window grows by what is acknowledged, until the first sign of congestion. */
    boolean slowStart();

    /**
     * A packet was received and its chunks are about to be processed.
     *
     * @param held whether the window kept something from leaving and still does: of several
     *     acknowledgements that arrive together, all but the first find less outstanding
     */
    void packetBegins(long outstandingBytes, boolean held);

    /** A chunk of the packet acknowledged so many bytes, possibly none. */
    void acknowledged(long bytes);

    /** The packet implies that an outstanding fragment was not received. */
    void negativelyAcknowledged();

    /**
     * The packet implies that a fragment was lost.
     *
     * @param news whether it was sent after the last loss that was told as news: what one overflow
     *     of a queue took is found missing one after the other, but is one sign of congestion (RFC
     *     5681 §3.2)
     */
    void lost(boolean news);

    /**
     * All chunks of the packet were processed.
     *
     * @param fastGrowAllowed FASTGROW_ALLOWED of RFC 7016 §A.2
     * @param timeCriticalSent TC_SENT of RFC 7016 §A.2
     */
    void packetEnds(boolean fastGrowAllowed, boolean timeCriticalSent);

    /** What is in flight stands in a queue, and it would be better if there were less of it. */
    void yields();

    /** What is in flight is to leave the path for a moment, so that it can be measured empty. */
    void drains();

    /** The path is another one now, of which nothing is known. */
    void restarts();

    /** Nothing was acknowledged for too long; {@code loss} when something was outstanding. */
    void timedOut(boolean loss);
}
