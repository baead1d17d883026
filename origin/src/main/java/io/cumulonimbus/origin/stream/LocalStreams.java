package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.FanOutTally;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.ViewerFigures;
import java.util.HashMap;
import java.util.Map;

/** All streams that somebody on one client loop watches. Owned by that loop. */
public final class LocalStreams {
    private final Loop loop;
    private final PublicationsProxy publications;
    private final StreamSettings settings;
    private final Map<String, Watched> streams = new HashMap<>();
    private final FanOutTally tally = new FanOutTally();

    private final Map<String, Heard> heard = new HashMap<>();

    private record Watched(WatchedStream stream, WatchedStreamProxy proxy) {}

    private record Heard(NoticeBoard board, WatchedStreamProxy proxy) {}

    /**
     * @param loop the client loop that owns it
     * @param publications where it asks for streams
     */
    public LocalStreams(Loop loop, PublicationsProxy publications, StreamSettings settings) {
        this.loop = loop;
        this.publications = publications;
        this.settings = settings;
        publications.enlist(loop, this);
    }

    /** What viewers on this loop come to. */
    ViewerFigures figures() {
        return tally.with(streams.values().stream().map(watched -> watched.stream().fanOut()));
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
        watched.proxy.watchedBy(watched.stream.viewers());
        return true;
    }

    /** Stops watching. */
    void unwatch(String name, Subscription subscription) {
        Watched watched = streams.get(name);
        if (watched == null) {
            return;
        }
        boolean last = watched.stream.remove(subscription);
        watched.proxy.watchedBy(watched.stream.viewers());
        if (last) {
            tally.over(watched.stream.fanOut());
            streams.remove(name);
            publications.detach(name, watched.proxy);
        }
    }

    /** Hears what becomes of a stream, without its media; the same answer. */
    boolean listen(String name, StreamListener listener) {
        Heard stream = heard.get(name);
        if (stream == null) {
            NoticeBoard board = new NoticeBoard();
            stream = new Heard(board, WatchedStreamProxy.ofNotices(loop, board, settings));
            if (!publications.attach(name, stream.proxy)) {
                return false;
            }
            heard.put(name, stream);
        }
        stream.board.add(listener);
        stream.proxy.watchedBy(stream.board.listeners());
        return true;
    }

    /** Hears no more of it. */
    void unlisten(String name, StreamListener listener) {
        Heard stream = heard.get(name);
        if (stream == null) {
            return;
        }
        boolean last = stream.board.remove(listener);
        stream.proxy.watchedBy(stream.board.listeners());
        if (last) {
            heard.remove(name);
            publications.detach(name, stream.proxy);
        }
    }

    /** How many streams are watched here. */
    public int size() {
        return streams.size();
    }
}
