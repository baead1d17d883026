package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.Histogram;

/**
 * What an endpoint has seen so far; counters since its making, except the first five.
 *
 * @param sessions sessions now, those that are closing included
 * @param halfOpen sessions now from which no verified packet came yet
 * @param openings attempts of ours to open one, now
 * @param keyings key agreements off the loop, now
 * @param buffered bytes received, incomplete or not taken yet, of all sessions that share limits,
 *     now
 * @param received datagrams
 * @param sent datagrams
 * @param receivedBytes of UDP payload
 * @param sentBytes of UDP payload
 * @param rejected datagrams that did not verify, or were duplicates
 * @param unknownSession datagrams for sessions that are not here
 * @param malformed packets or chunks that were dropped as malformed
 * @param hellos IHellos
 * @param unansweredHellos of those, hellos beyond what one network is answered
 * @param badCookies IIKeyings with a cookie that is not ours, or too old
 * @param refusedKeyings IIKeyings that could not make a session
 * @param overLimit what was dropped because a limit was reached
 * @param accepted sessions that became open to the application
 * @param faults sessions closed for a fault of ours
 * @param fragments of user data sent, repeated ones included
 * @param retransmitted fragments sent again
 * @param lost fragments found missing, or timed out
 * @param timeouts how often nothing was acknowledged for too long, in all sessions
 * @param roundTrips measured ones, of all sessions; not to be written to
 */
public record EndpointStatistics(
        int sessions,
        int halfOpen,
        int openings,
        int keyings,
        long buffered,
        long received,
        long sent,
        long receivedBytes,
        long sentBytes,
        long rejected,
        long unknownSession,
        long malformed,
        long hellos,
        long unansweredHellos,
        long badCookies,
        long refusedKeyings,
        long overLimit,
        long accepted,
        long faults,
        long fragments,
        long retransmitted,
        long lost,
        long timeouts,
        Histogram roundTrips) {}
