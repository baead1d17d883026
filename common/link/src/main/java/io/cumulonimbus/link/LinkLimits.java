package io.cumulonimbus.link;

/**
 * Bounds and intervals of a link. Both ends must agree on windows and sizes; that is part of what
 * the version stands for.
 *
 * @param flowWindow bytes of one flow that may be under way: sent and not yet reported as drained;
 *     a message begun below it is finished above it. 512 KiB carries 40 Mbit/s at 100 ms
 * @param sessionWindow the same for all flows of a session, commands excepted
 * @param backlog bytes of one flow that may wait for the link before its source is suspended
 * @param sessionBacklog the same for all flows of one session
 * @param linkBacklog the same for all flows of the link together; beyond it those sessions are
 *     suspended that have more than an equal share of it
 * @param maxMessage the longest message in bytes (RTMP's length field has 24 bits)
 * @param maxAssembly bytes of unfinished messages a receiver keeps, all sessions together
 * @param maxFlows open flows of a session in one direction
 * @param maxSessions open sessions of the link
 * @param handshakeNs how long a peer may take to prove itself
 * @param pingNs silence after which we ask whether the peer lives
 * @param deadNs silence after which it does not; long enough for a garbage collection
 * @param closeLingerNs how long a closing session may take to send what was written
 */
public record LinkLimits(
        int flowWindow,
        int sessionWindow,
        int backlog,
        int sessionBacklog,
        int linkBacklog,
        int maxMessage,
        int maxAssembly,
        int maxFlows,
        int maxSessions,
        long handshakeNs,
        long pingNs,
        long deadNs,
        long closeLingerNs) {
    private static final long SECOND = 1_000_000_000L;

    /** What both ends use unless a test says otherwise. */
    public static final LinkLimits DEFAULT =
            new LinkLimits(
                    512 << 10,
                    4 << 20,
                    256 << 10,
                    4 << 20,
                    64 << 20,
                    (1 << 24) - 1,
                    64 << 20,
                    1_024,
                    65_536,
                    5 * SECOND,
                    SECOND,
                    10 * SECOND,
                    5 * SECOND);
}
