package io.cumulonimbus.admin.view;

import io.cumulonimbus.net.roster.ClientSheet;
import java.util.Optional;

/**
 * A client.
 *
 * @param id its number in this process
 * @param protocol how it came
 * @param peerId 64 hexadecimal digits
 * @param address where it is, with the port
 * @param behindEdge whether it came by an edge
 * @param uri what it asked for
 * @param application the path of its application
 * @param seconds how long it has been here
 * @param roundTripMs to it and back
 * @param flowsIn flows that it opened
 * @param flowsOut flows that were opened to it
 * @param messagesIn from it
 * @param messagesOut to it
 * @param bytesIn from it
 * @param bytesOut to it
 * @param queuedBytes that wait for it, or that it did not acknowledge yet
 * @param lostInFragments parts of messages that it gave up
 * @param fragments packets' worth that went to it, repeated ones included
 * @param retransmitted of these
 * @param lost of these, those that were found missing
 * @param lossPercent lost in a hundred fragments
 */
public record SessionView(
        String id,
        String protocol,
        String peerId,
        String address,
        boolean behindEdge,
        String uri,
        Optional<String> application,
        long seconds,
        Optional<Double> roundTripMs,
        long flowsIn,
        long flowsOut,
        long messagesIn,
        long messagesOut,
        long bytesIn,
        long bytesOut,
        long queuedBytes,
        long lostInFragments,
        long fragments,
        long retransmitted,
        long lost,
        Optional<Double> lossPercent) {
    private static final double MS = 1e6;
    private static final long SECOND = 1_000_000_000L;

    /** The client of a sheet. */
    public static SessionView of(ClientSheet sheet) {
        long fragments = sheet.sent().fragments();
        return new SessionView(
                Long.toString(sheet.number()),
                sheet.protocol().name(),
                sheet.peerId(),
                Addresses.text(sheet.address()),
                sheet.behindEdge(),
                sheet.uri(),
                sheet.application().map(path -> "/" + path),
                sheet.ageNs() / SECOND,
                milliseconds(sheet.roundTripNs()),
                sheet.received().flows(),
                sheet.sent().flows(),
                sheet.received().messages(),
                sheet.sent().messages(),
                sheet.received().bytes(),
                sheet.sent().bytes(),
                sheet.sent().queuedBytes(),
                sheet.received().lost(),
                fragments,
                sheet.sent().retransmitted(),
                sheet.sent().lost(),
                fragments == 0
                        ? Optional.empty()
                        : Optional.of(100.0 * sheet.sent().lost() / fragments));
    }

    /** Nothing when it is negative, which stands for unknown. */
    public static Optional<Double> milliseconds(long ns) {
        return ns < 0 ? Optional.empty() : Optional.of(ns / MS);
    }
}
