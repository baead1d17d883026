package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.Subscription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One stream that somebody on this loop watches, published or not. Owned by the loop. */
final class WatchedStream implements StreamAudience {
    private final Loop loop;
    private final FanOut fanOut = new FanOut();
    private final Map<Subscription, StreamListener> viewers = new LinkedHashMap<>();

    WatchedStream(Loop loop) {
        this.loop = loop;
    }

    void add(Subscription subscription, StreamListener listener) {
        viewers.put(subscription, listener);
        fanOut.add(subscription, loop.nowNs());
    }

    /** Answers whether nobody watches any more. */
    boolean remove(Subscription subscription) {
        viewers.remove(subscription);
        fanOut.remove(subscription);
        return viewers.isEmpty();
    }

    FanOut fanOut() {
        return fanOut;
    }

    int viewers() {
        return viewers.size();
    }

    @Override
    public void frame(MediaFrame frame) {
        fanOut.accept(frame, loop.nowNs());
    }

    @Override
    public void prime(List<MediaFrame> essentials) {
        fanOut.prime(essentials, loop.nowNs());
    }

    @Override
    public void onAir(long publication) {
        fanOut.begun(publication);
    }

    @Override
    public void published(long publication) {
        fanOut.begun(publication);
        List.copyOf(viewers.values()).forEach(StreamListener::published);
    }

    @Override
    public void unpublished(long publication) {
        fanOut.ended(publication);
        List.copyOf(viewers.values()).forEach(listener -> listener.unpublished(publication));
    }
}
