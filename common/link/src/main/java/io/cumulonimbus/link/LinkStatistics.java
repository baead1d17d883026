package io.cumulonimbus.link;

/**
 * Figures of a link at one moment.
 *
 * @param sessions open sessions
 * @param sessionsOpened sessions opened so far
 * @param bytesIn bytes received so far
 * @param bytesOut bytes handed to the connection so far
 * @param framesIn frames received so far
 * @param framesOut frames sent so far
 * @param expired messages given up because their deadline passed before the link had room
 * @param mediaDropped frames of streams left out because the link did not keep up
 * @param stale frames for sessions and flows that had ended meanwhile; a few are normal
 * @param faults sessions closed because something on our side threw
 * @param backlog bytes that wait for the link
 * @param roundTripNs the last measured round trip of the link, or -1
 */
public record LinkStatistics(
        int sessions,
        long sessionsOpened,
        long bytesIn,
        long bytesOut,
        long framesIn,
        long framesOut,
        long expired,
        long mediaDropped,
        long stale,
        long faults,
        long backlog,
        long roundTripNs) {
    /** Of two links together; the longer round trip. */
    public LinkStatistics plus(LinkStatistics other) {
        return new LinkStatistics(
                sessions + other.sessions,
                sessionsOpened + other.sessionsOpened,
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut,
                framesIn + other.framesIn,
                framesOut + other.framesOut,
                expired + other.expired,
                mediaDropped + other.mediaDropped,
                stale + other.stale,
                faults + other.faults,
                backlog + other.backlog,
                Math.max(roundTripNs, other.roundTripNs));
    }
}
