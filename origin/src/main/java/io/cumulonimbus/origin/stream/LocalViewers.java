package io.cumulonimbus.origin.stream;

import io.cumulonimbus.stream.Subscription;

/**
 * Has viewers watch here whose client is served by another origin, which tells them what becomes of
 * the stream. Owned by their loop.
 */
public final class LocalViewers {
    private static final StreamListener TOLD_ELSEWHERE =
            new StreamListener() {
                @Override
                public void published() {}

                @Override
                public void unpublished(long publication) {}
            };

    private final LocalStreams streams;

    /** For the viewers of the loop that these belong to. */
    public LocalViewers(LocalStreams streams) {
        this.streams = streams;
    }

    /** From now on the viewer gets what comes of the stream. */
    public void watch(String stream, Subscription viewer) {
        streams.watch(stream, viewer, TOLD_ELSEWHERE);
    }

    /** It gets no more of it. */
    public void unwatch(String stream, Subscription viewer) {
        streams.unwatch(stream, viewer);
    }
}
