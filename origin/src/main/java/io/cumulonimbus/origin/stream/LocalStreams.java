package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.Subscription;
import java.util.HashMap;
import java.util.Map;

/** All streams that somebody on one client loop watches. Owned by that loop. */
public final class LocalStreams {
    private final Loop loop;
    private final PublicationsProxy publications;
    private final StreamSettings settings;
    private final Map<String, Watched> streams = new HashMap<>();

    private record Watched(WatchedStream stream, WatchedStreamProxy proxy) {}

    /**
     * @param loop the client loop that owns it
     * @param publications where it asks for streams
     */
    public LocalStreams(Loop loop, PublicationsProxy publications, StreamSettings settings) {
        this.loop = loop;
        this.publications = publications;
        this.settings = settings;
    }

    /** Starts watching; answers false when there is too much to do. */
    boolean watch(String name, Subscription subscription, StreamListener listener) {
        Watched watched = streams.get(name);
        if (watched == null) {
            WatchedStream stream = new WatchedStream(loop);
            watched = new Watched(stream, new WatchedStreamProxy(loop, stream, settings));
            if (!publications.attach(name, watched.proxy)) {
                return false;
            }
            streams.put(name, watched);
        }
        watched.stream.add(subscription, listener);
        return true;
    }

    /** Stops watching. */
    void unwatch(String name, Subscription subscription) {
        Watched watched = streams.get(name);
        if (watched != null && watched.stream.remove(subscription)) {
            streams.remove(name);
            publications.detach(name, watched.proxy);
        }
    }

    /** How many streams are watched here. */
    public int size() {
        return streams.size();
    }
}
