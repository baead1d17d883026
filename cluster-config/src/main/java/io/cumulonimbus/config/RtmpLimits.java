package io.cumulonimbus.config;

import java.time.Duration;

/**
 * What clients of RTMP and its forms are granted.
 *
 * @param connections most TCP connections of each port, at least 1
 * @param newcomersPerAddress most of them from one address before the handshake, at least 1
 * @param writeDelay how long media to an RTMP client may wait for more, 0 to 50 ms
 * @param idleHold how long an RTMPT client's poll waits for something, 0 to 2.4 s
 * @param replySpacing least time between replies to polls with what belongs to streams, 0 to 0.2 s
 * @param sessions most RTMPT sessions of each port, at least 1
 * @param sessionTimeout how long one lives without requests, 5 s at least
 * @param ident2 whether {@code /fcs/ident2} is found
 */
public record RtmpLimits(
        int connections,
        int newcomersPerAddress,
        Duration writeDelay,
        Duration idleHold,
        Duration replySpacing,
        int sessions,
        Duration sessionTimeout,
        boolean ident2) {
    /** Those of a file that says nothing. */
    public static final RtmpLimits DEFAULT =
            new RtmpLimits(
                    10_000,
                    256,
                    Duration.ofMillis(10),
                    Duration.ofMillis(500),
                    Duration.ofMillis(40),
                    10_000,
                    Duration.ofSeconds(60),
                    false);
}
