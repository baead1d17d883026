package io.cumulonimbus.origin.stream;

import io.cumulonimbus.stream.MediaFrame;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Those on one loop who hear what becomes of a stream that they get from elsewhere. Owned by the
 * loop.
 */
final class NoticeBoard implements StreamAudience {
    private final Set<StreamListener> listeners = new LinkedHashSet<>();

    void add(StreamListener listener) {
        listeners.add(listener);
    }

    /** Answers whether nobody listens any more. */
    boolean remove(StreamListener listener) {
        listeners.remove(listener);
        return listeners.isEmpty();
    }

    int listeners() {
        return listeners.size();
    }

    @Override
    public void frame(MediaFrame frame) {}

    @Override
    public void prime(List<MediaFrame> essentials) {}

    @Override
    public void published(long publication) {
        List.copyOf(listeners).forEach(StreamListener::published);
    }

    @Override
    public void unpublished(long publication) {
        List.copyOf(listeners).forEach(listener -> listener.unpublished(publication));
    }
}
