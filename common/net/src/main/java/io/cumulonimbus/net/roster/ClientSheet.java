package io.cumulonimbus.net.roster;

import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.Protocol;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A client at one moment.
 *
 * @param number its number in this process, which nobody else gets
 * @param protocol how it came
 * @param peerId 64 hexadecimal digits
 * @param address where it is, also when it is behind an edge
 * @param behindEdge whether it is behind an edge of ours
 * @param uri what it asked for, as far as it said so before it connected to an application
 * @param application the path of its application, where that is known
 * @param ageNs how long it has been here
 * @param roundTripNs to it and back; -1 when that is unknown
 * @param received what came from it
 * @param sent what went to it
 */
public record ClientSheet(
        long number,
        Protocol protocol,
        String peerId,
        InetSocketAddress address,
        boolean behindEdge,
        String uri,
        Optional<String> application,
        long ageNs,
        long roundTripNs,
        Received received,
        ClientFigures sent) {
    /**
     * What came from a client.
     *
     * @param flows that it opened
     * @param messages in them
     * @param bytes of these
     * @param lost fragments that its end gave up
     */
    public record Received(long flows, long messages, long bytes, long lost) {}
}
