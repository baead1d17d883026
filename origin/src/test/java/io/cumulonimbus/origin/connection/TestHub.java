package io.cumulonimbus.origin.connection;

import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.link.stream.StreamReceiver;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streams of an edge with one loop and one link. */
final class TestHub implements StreamHub {
    private final Loop loop;
    private final LinkSession link;
    private final Map<String, Pulled> streams = new HashMap<>();

    TestHub(Loop loop, LinkSession link) {
        this.loop = loop;
        this.link = link;
    }

    @Override
    public void watch(String stream, Subscription viewer) {
        Pulled pulled = streams.get(stream);
        if (pulled == null) {
            pulled = new Pulled();
            streams.put(stream, pulled);
            pulled.number = link.streams().pull(stream, pulled);
        }
        pulled.viewers.add(viewer, loop.nowNs());
    }

    @Override
    public void unwatch(String stream, Subscription viewer) {
        Pulled pulled = streams.get(stream);
        pulled.viewers.remove(viewer);
        if (pulled.viewers.isEmpty()) {
            streams.remove(stream);
            link.streams().release(pulled.number);
        }
    }

    private final class Pulled implements StreamReceiver {
        private final FanOut viewers = new FanOut();
        private long number;

        @Override
        public void prime(MediaFrame essential) {
            viewers.prime(List.of(essential), loop.nowNs());
        }

        @Override
        public void frame(MediaFrame frame) {
            viewers.accept(frame, loop.nowNs());
        }

        @Override
        public void over(long publication) {
            viewers.ended(publication);
        }
    }
}
