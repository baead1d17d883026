package io.cumulonimbus.watch;

import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.stream.FrameTap;
import io.cumulonimbus.stream.MediaFrame;

/** A flow of a stream to a viewer who takes whole frames. */
final class TappedSink extends ViewerSink implements FrameTap {
    private final FrameTap tap;

    TappedSink(ViewerQueue queue, SinkListener listener, boolean open, FrameTap tap) {
        super(false, queue, listener, open);
        this.tap = tap;
    }

    @Override
    public void frame(MediaFrame frame) {
        if (isOpen()) {
            tap.frame(frame);
        }
    }

    @Override
    public void withheld() {
        if (isOpen()) {
            tap.withheld();
        }
    }
}
