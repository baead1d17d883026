package io.cumulonimbus.edge;

import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.link.stream.StreamReceiver;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.FanOutTally;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.KeyframeCache;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.ViewerFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The streams of one loop of an edge: those that its viewers watch, and those that its link pulls
 * for the viewers of all loops. The name of a stream says which link that is, so that it crosses
 * once. Owned by the loop.
 */
final class ShardStreams implements StreamHub {
    /** One request for each stream that a loop begins or ends to watch; all get through. */
    private static final int CAPACITY = 1024;

    private final Loop loop;
    private final BoundedHop hop;
    private final List<ShardStreams> all;
    private final Map<String, Watched> watched = new HashMap<>();
    private final Map<String, Pulled> pulled = new HashMap<>();
    private final FanOutTally tally = new FanOutTally();

    /** What came of streams that nobody watches now: all of them, while the origin changes. */
    private final Map<String, Had> before =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Had> eldest) {
                    return size() > CAPACITY;
                }
            };

    private Optional<LinkSession> link = Optional.empty();

    /** A stream that somebody on this loop watches. */
    private record Watched(FanOut viewers, FanOutProxy way) {}

    private ShardStreams(Loop loop, List<ShardStreams> all) {
        this.loop = loop;
        this.hop = new BoundedHop(loop, CAPACITY);
        this.all = all;
    }

    /** One for each loop, which know each other. */
    static List<ShardStreams> of(List<? extends Loop> loops) {
        List<ShardStreams> all = new ArrayList<>();
        loops.forEach(loop -> all.add(new ShardStreams(loop, all)));
        return all;
    }

    private ShardStreams home(String stream) {
        return all.get(Math.floorMod(stream.hashCode(), all.size()));
    }

    @Override
    public void watch(String stream, Subscription viewer) {
        Watched here = watched.get(stream);
        if (here == null) {
            FanOut viewers = new FanOut();
            here = new Watched(viewers, new FanOutProxy(loop, viewers));
            watched.put(stream, here);
            FanOutProxy way = here.way;
            ShardStreams home = home(stream);
            home.run(() -> home.attach(stream, way));
        }
        here.viewers.add(viewer, loop.nowNs());
    }

    @Override
    public void unwatch(String stream, Subscription viewer) {
        Watched here = watched.get(stream);
        if (here == null) {
            return;
        }
        here.viewers.remove(viewer);
        if (here.viewers.isEmpty()) {
            tally.over(here.viewers);
            watched.remove(stream);
            FanOutProxy way = here.way;
            ShardStreams home = home(stream);
            home.run(() -> home.detach(stream, way));
        }
    }

    private void run(Runnable request) {
        if (loop.inLoop()) {
            request.run();
        } else {
            hop.insist(request);
        }
    }

    private void attach(String stream, FanOutProxy way) {
        Pulled one = pulled.get(stream);
        if (one == null) {
            one = new Pulled(stream, before.getOrDefault(stream, Had.NOTHING));
            pulled.put(stream, one);
            one.pull();
        }
        one.add(way);
    }

    private void detach(String stream, FanOutProxy way) {
        Pulled one = pulled.get(stream);
        if (one != null && one.remove(way)) {
            pulled.remove(stream);
            before.put(stream, one.had);
            link.ifPresent(one::release);
        }
    }

    /** What viewers on this loop come to. */
    ViewerFigures figures() {
        return tally.with(watched.values().stream().map(Watched::viewers));
    }

    /** The loop's link is up: all that is wanted is pulled by it. */
    void linked(LinkSession session) {
        session.streams().handsOut(this);
        link = Optional.of(session);
        pulled.values().forEach(Pulled::pull);
    }

    /** It is lost; viewers wait for the next one. */
    void unlinked() {
        link = Optional.empty();
    }

    /** A stream that the link of this loop pulls. */
    private final class Pulled implements StreamReceiver {
        private final String stream;
        private final KeyframeCache cache = KeyframeCache.withFrames();
        private final Set<FanOutProxy> ways = new LinkedHashSet<>();
        private Had had;
        private long number;
        private long over;

        Pulled(String stream, Had had) {
            this.stream = stream;
            this.had = had;
        }

        void pull() {
            link.ifPresent(session -> number = session.streams().pull(stream, had, this));
        }

        void release(LinkSession session) {
            session.streams().release(number);
        }

        void add(FanOutProxy way) {
            ways.add(way);
            way.prime(cache);
        }

        /** Answers whether nobody is left. */
        boolean remove(FanOutProxy way) {
            ways.remove(way);
            return ways.isEmpty();
        }

        @Override
        public void prime(MediaFrame essential) {
            goOn(essential);
            cache.accept(essential);
            ways.forEach(way -> way.prime(cache));
        }

        @Override
        public void frame(MediaFrame frame) {
            goOn(frame);
            had = had.and(frame);
            cache.accept(frame);
            for (FanOutProxy way : ways) {
                way.send(frame, cache);
            }
        }

        /**
         * What comes behind the end is no straggler: the publication has moved to another origin.
         */
        private void goOn(MediaFrame frame) {
            if (over != 0 && frame.publication() == over) {
                ways.forEach(way -> way.begun(frame.publication()));
                over = 0;
            }
        }

        @Override
        public void over(long publication) {
            over = publication;
            cache.clear();
            ways.forEach(way -> way.over(publication));
        }
    }
}
