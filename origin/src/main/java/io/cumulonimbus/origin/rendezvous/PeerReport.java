package io.cumulonimbus.origin.rendezvous;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How a client stands to other clients at one moment.
 *
 * @param peerId 64 hexadecimal digits
 * @param address where we see it
 * @param reported what it says of its own addresses
 * @param mapping what is known of its translator
 * @param meetings its latest attempts to reach others, the oldest first
 */
public record PeerReport(
        String peerId,
        InetSocketAddress address,
        List<InetSocketAddress> reported,
        NatMapping mapping,
        List<MeetingReport> meetings) {
    public PeerReport {
        reported = List.copyOf(reported);
        meetings = List.copyOf(meetings);
    }
}
