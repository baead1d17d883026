package io.cumulonimbus.link.turn;

import io.cumulonimbus.link.LinkStatistics;

/** The counters of one link; plain numbers, owned by its loop. */
public final class LinkCounters {
    public long sessionsOpened;
    public long bytesIn;
    public long bytesOut;
    public long framesIn;
    public long framesOut;
    public long expired;
    public long stale;
    public long faults;

    /** Frames of streams that were left out because the link did not keep up. */
    public long mediaDropped;

    /** Bytes (and something for each message) that wait for the link. */
    public long backlog;

    /** Bytes of unfinished messages. */
    public long assembling;

    public long roundTripNs = -1;

    public LinkStatistics snapshot(int sessions) {
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
