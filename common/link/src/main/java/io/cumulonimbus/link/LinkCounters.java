package io.cumulonimbus.link;

/** The counters of one link; plain numbers, owned by its loop. */
final class LinkCounters {
    long sessionsOpened;
    long bytesIn;
    long bytesOut;
    long framesIn;
    long framesOut;
    long expired;
    long stale;
    long faults;

    /** Frames of streams that were left out because the link did not keep up. */
    long mediaDropped;

    /** Bytes (and something for each message) that wait for the link. */
    long backlog;

    /** Bytes of unfinished messages. */
    long assembling;

    long roundTripNs = -1;

    LinkStatistics snapshot(int sessions) {
        return new LinkStatistics(
                sessions,
                sessionsOpened,
                bytesIn,
                bytesOut,
                framesIn,
                framesOut,
                expired,
                mediaDropped,
                stale,
                faults,
                backlog,
                roundTripNs);
    }
}
