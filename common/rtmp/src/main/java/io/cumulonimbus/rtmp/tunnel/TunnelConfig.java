package io.cumulonimbus.rtmp.tunnel;

/**
 * How the tunnel sessions of one loop behave; times in nanoseconds, sizes in bytes.
 *
 * @param node starts every session id and says where the session lives, that requests can be
 *     routed: 0 to 8 of {@code A-Z a-z 0-9 -}
 * @param sessions most sessions
 * @param opening most sessions whose handshake is not done
 * @param openingPerAddress most of them from one address
 * @param idleHoldNs how long a poll with nothing to answer is held; below 2.5 s, as clients give up
 *     after 3 s
 * @param spacingNs least time between two replies to polls with what belongs to streams, so that a
 *     reply carries several messages; 0 tells each at once. Without holding there is no spacing
 * @param parkNs how long a request that came too early waits for the ones before; below 2.5 s too
 * @param parked most requests of a session that wait for earlier ones
 * @param silenceNs how long a session lives without requests
 * @param replyBytes about how much one reply carries at most
 * @param cachedBytes most of a session's replies that are kept for repeated requests, besides the
 *     last one
 * @param ident2Found whether {@code /fcs/ident2} is answered with 200 instead of 404; Shumway
 *     insists on 404, old Android clients on 200
 */
public record TunnelConfig(
        String node,
        int sessions,
        int opening,
        int openingPerAddress,
        long idleHoldNs,
        long spacingNs,
        long parkNs,
        int parked,
        long silenceNs,
        int replyBytes,
        int cachedBytes,
        boolean ident2Found) {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LONGEST_WAIT_NS = 2_500_000_000L;

    /**
     * 10,000 sessions, 1,024 of them without handshake, polls held for half a second, 40 ms between
     * replies.
     */
    public static final TunnelConfig DEFAULT =
            new TunnelConfig(
                    "",
                    10_000,
                    1_024,
                    256,
                    SECOND_NS / 2,
                    SECOND_NS / 25,
                    2 * SECOND_NS,
                    16,
                    60 * SECOND_NS,
                    128 << 10,
                    64 << 10,
                    false);

    public TunnelConfig {
        if (!node.matches("[A-Za-z0-9-]{0,8}")) {
            throw new IllegalArgumentException("the node '" + node + "'");
        }
        if (idleHoldNs < 0
                || idleHoldNs >= LONGEST_WAIT_NS
                || spacingNs < 0
                || spacingNs >= LONGEST_WAIT_NS
                || parkNs < 0) {
            throw new IllegalArgumentException("requests are answered within 2.5 s");
        }
        if (parkNs >= LONGEST_WAIT_NS || silenceNs <= LONGEST_WAIT_NS) {
            throw new IllegalArgumentException("sessions outlive their requests");
        }
        if (sessions < 1 || opening < 1 || openingPerAddress < 1 || parked < 1 || replyBytes < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /** The same for another node. */
    public TunnelConfig withNode(String other) {
        return new TunnelConfig(
                other,
                sessions,
                opening,
                openingPerAddress,
                idleHoldNs,
                spacingNs,
                parkNs,
                parked,
                silenceNs,
                replyBytes,
                cachedBytes,
                ident2Found);
    }

    /**
     * The same for one of several loops that share the sessions. Of those without handshake each
     * may have as many as one address may: a proxy brings many clients to one loop.
     */
    public TunnelConfig shareOf(int loops) {
        int newcomers = Math.max(Math.ceilDiv(opening, loops), openingPerAddress);
        return withSessions(
                Math.ceilDiv(sessions, loops),
                Math.min(opening, newcomers),
                openingPerAddress,
                silenceNs);
    }

    /** The same with other limits of sessions. */
    public TunnelConfig withSessions(
            int most, int mostOpening, int mostOpeningPerAddress, long mostSilenceNs) {
        return new TunnelConfig(
                node,
                most,
                mostOpening,
                mostOpeningPerAddress,
                idleHoldNs,
                spacingNs,
                parkNs,
                parked,
                mostSilenceNs,
                replyBytes,
                cachedBytes,
                ident2Found);
    }

    /** The same with other waits of polls, and other answers to {@code /fcs/ident2}. */
    public TunnelConfig answering(long holdNs, long apartNs, boolean ident2) {
        return new TunnelConfig(
                node,
                sessions,
                opening,
                openingPerAddress,
                holdNs,
                apartNs,
                parkNs,
                parked,
                silenceNs,
                replyBytes,
                cachedBytes,
                ident2);
    }
}
