package io.cumulonimbus.rtmfp.session;

import java.net.InetSocketAddress;

/**
 * How a session and the path below it fare.
 *
 * @param address where the far end is now
 * @param roundTripNs SRTT (RFC 7016 §3.5.2.2) in nanoseconds, or -1 when none was measured yet
 * @param timeoutNs ERTO in nanoseconds
 * @param window the congestion window in bytes
 * @param outstanding bytes that are in flight
 * @param datagram the largest UDP payload that is sent, in bytes
 * @param fragments sent so far, repeated ones included
 * @param retransmitted fragments sent again
 * @param lost fragments found missing, or timed out
 * @param timeouts how often nothing was acknowledged for too long
 */
public record SessionStatistics(
        InetSocketAddress address,
        long roundTripNs,
        long timeoutNs,
        long window,
        long outstanding,
        int datagram,
        long fragments,
        long retransmitted,
        long lost,
        long timeouts) {

    static SessionStatistics of(Session session) {
        return new SessionStatistics(
                session.address(),
                session.roundTrip().smoothed(),
                session.roundTrip().timeout(),
                session.transmissions().window(),
                session.transmissions().outstanding(),
                session.pathMtu().size(),
                session.transmissions().sent(),
                session.transmissions().retransmitted(),
                session.transmissions().lost(),
                session.transmissions().timeouts());
    }
}
