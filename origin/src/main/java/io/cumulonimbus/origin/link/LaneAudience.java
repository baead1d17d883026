package io.cumulonimbus.origin.link;

import io.cumulonimbus.link.stream.StreamLane;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.stream.StreamAudience;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.MediaFrame;
import java.util.List;

/**
 * An edge, or another origin, that pulls a stream, seen from the stream. Owned by the loop of the
 * link.
 */
public record LaneAudience(StreamLane lane, Loop loop) implements StreamAudience {
    @Override
    public Had had() {
        return lane.had();
    }

    @Override
    public void frame(MediaFrame frame) {
        lane.frame(frame, loop.nowNs());
    }

    @Override
    public void replayed(MediaFrame frame) {
        lane.replay(frame, loop.nowNs());
    }

    @Override
    public void prime(List<MediaFrame> essentials) {
        lane.prime(essentials, loop.nowNs());
    }

    @Override
    public void published(long publication) {
        lane.begun(publication, false, loop.nowNs());
    }

    @Override
    public void onAir(long publication) {
        lane.begun(publication, true, loop.nowNs());
    }

    @Override
    public void unpublished(long publication) {
        lane.over(publication, loop.nowNs());
    }
}
