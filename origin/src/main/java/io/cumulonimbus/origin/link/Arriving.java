package io.cumulonimbus.origin.link;

import io.cumulonimbus.link.stream.StreamReceiver;
import io.cumulonimbus.origin.stream.FarOrigins.Receiver;
import io.cumulonimbus.stream.MediaFrame;

/** What arrives of a stream over a link, for whoever takes streams of other origins. */
public final class Arriving implements StreamReceiver {
    private final Receiver receiver;

    public Arriving(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void begun(long publication, boolean before) {
        receiver.begun(publication, before);
    }

    @Override
    public void prime(MediaFrame essential) {
        receiver.prime(essential);
    }

    @Override
    public void frame(MediaFrame frame) {
        receiver.frame(frame);
    }

    @Override
    public void over(long publication) {
        receiver.over(publication);
    }
}
