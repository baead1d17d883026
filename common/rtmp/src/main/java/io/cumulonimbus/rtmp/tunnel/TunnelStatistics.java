package io.cumulonimbus.rtmp.tunnel;

/**
 * What happened to the tunnel sessions of one loop.
 *
 * @param sessions open now
 * @param opening those of them whose handshake is not done
 * @param opened ever
 * @param refused asked for while there were too many
 * @param unknown requests for sessions that are not there
 * @param repeated requests that came again
 * @param skipped times that missing requests were given up
 * @param foreign sessions whose handshake was none of RTMP, or one of RTMPE
 */
public record TunnelStatistics(
        int sessions,
        int opening,
        long opened,
        long refused,
        long unknown,
        long repeated,
        long skipped,
        long foreign) {}
