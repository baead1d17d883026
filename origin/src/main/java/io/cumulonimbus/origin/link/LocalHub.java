package io.cumulonimbus.origin.link;

import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.origin.stream.LocalViewers;
import io.cumulonimbus.stream.Subscription;

/** Where viewers get their streams whose client is forwarded: here. Owned by their loop. */
record LocalHub(LocalViewers viewers) implements StreamHub {
    @Override
    public void watch(String stream, Subscription viewer) {
        viewers.watch(stream, viewer);
    }

    @Override
    public void unwatch(String stream, Subscription viewer) {
        viewers.unwatch(stream, viewer);
    }
}
