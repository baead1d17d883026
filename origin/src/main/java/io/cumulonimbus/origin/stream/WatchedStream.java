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
    private long over;

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
        goOn(frame);
        fanOut.accept(frame, loop.nowNs());
    }

    @Override
    public void replayed(MediaFrame frame) {
        goOn(frame);
        fanOut.replay(frame, loop.nowNs());
    }

    @Override
    public void prime(List<MediaFrame> essentials) {
        essentials.forEach(this::goOn);
        fanOut.prime(essentials, loop.nowNs());
    }

    /**
     * What comes behind the end is no straggler: the publication goes on from another origin, and
     * the hub's word of it comes another way; or the end was heard of before the last frames came.
     */
    private void goOn(MediaFrame frame) {
        if (over != 0 && frame.publication() == over) {
            over = 0;
            fanOut.begun(frame.publication());
        }
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
        over = publication;
        fanOut.ended(publication);
        List.copyOf(viewers.values()).forEach(listener -> listener.unpublished(publication));
    }
}
