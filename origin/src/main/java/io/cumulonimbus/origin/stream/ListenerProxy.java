package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.app.StreamQuality;
import java.util.Map;

/** The way from an application to a viewer on its client's loop. */
final class ListenerProxy implements AppListener {
    private static final int CAPACITY = 256;

    private final StreamName name;
    private final long streamId;
    private final Viewing viewing;
    private final BoundedHop hop;
    private volatile boolean audio = true;
    private volatile boolean video = true;

    /** What can be done to a viewer, on its loop. */
    interface Viewing {
        void receiveAudio(boolean wanted);

        void receiveVideo(boolean wanted);

        void sampleAccess(boolean audio, boolean video);

        /** Brings the figures up to date. */
        void measure();

        /** Any thread. */
        StreamQuality audioQuality();

        /** Any thread. */
        StreamQuality videoQuality();
    }

    ListenerProxy(StreamName name, long streamId, Loop loop, Viewing viewing) {
        this.name = name;
        this.streamId = streamId;
        this.viewing = viewing;
        this.hop = new BoundedHop(loop, CAPACITY);
    }

    /** What the viewer takes from now on. On its loop. */
    void takes(boolean wantsAudio, boolean wantsVideo) {
        audio = wantsAudio;
        video = wantsVideo;
    }

    @Override
    public long streamId() {
        return streamId;
    }

    @Override
    public String name() {
        return name.text();
    }

    @Override
    public Map<String, String> parameters() {
        return name.parameters();
    }

    @Override
    public boolean receivesAudio() {
        return audio;
    }

    @Override
    public boolean receivesVideo() {
        return video;
    }

    @Override
    public void receiveAudio(boolean wanted) {
        hop.offer(() -> viewing.receiveAudio(wanted));
    }

    @Override
    public void receiveVideo(boolean wanted) {
        hop.offer(() -> viewing.receiveVideo(wanted));
    }

    @Override
    public void sampleAccess(boolean mayHear, boolean maySee) {
        hop.offer(() -> viewing.sampleAccess(mayHear, maySee));
    }

    @Override
    public StreamQuality audioQuality() {
        hop.offer(viewing::measure);
        return viewing.audioQuality();
    }

    @Override
    public StreamQuality videoQuality() {
        hop.offer(viewing::measure);
        return viewing.videoQuality();
    }
}
