package io.cumulonimbus.stream;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Histogram;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import java.util.Arrays;
import java.util.Optional;

/**
 * One viewer of one stream: decides frame by frame what goes out to it, and when.
 *
 * <p>Video starts at a key frame, with the codec headers before it, exactly once; again after a
 * hole in the numbers, after video was switched off or paused, and after the viewer fell behind.
 * Audio starts anywhere. Frames that came before are dropped by number. The viewer's clock starts
 * at 0 and goes on when the stream is published again.
 *
 * <p>Owned by the viewer's loop. Timestamps on the wire are milliseconds, 32 bits.
 */
public final class Subscription {
    private static final int LOOK_EVERY = 8;
    private static final byte TYPE_AUDIO = 8;
    private static final byte TYPE_VIDEO = 9;
    private static final byte TYPE_DATA_AMF3 = 15;
    private static final byte TYPE_DATA_AMF0 = 18;

    private final Viewer viewer;
    private final Deadline dependentVideo;
    private final StreamClock clock = new StreamClock();
    private final Track audio;
    private final Track video;
    private final Track data;
    private final WholeFrames whole;
    private long metadataSeen;
    private long publication;
    private boolean live;
    private long over;
    private long awaitedOver;
    private Optional<Runnable> awaited = Optional.empty();
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;
    private boolean paused;
    private boolean waitsForKeyFrame = true;
    private boolean videoLate;
    private boolean audioLate;
    private Histogram ages = new Histogram();

    /** Starts a subscription that has seen nothing yet. */
    public Subscription(Viewer viewer) {
        this.viewer = viewer;
        this.dependentVideo = viewer.policy().video().asDependent();
        this.audio = new Track(viewer.audio());
        this.video = new Track(viewer.video());
        this.data = new Track(viewer.data());
        this.whole = new WholeFrames(viewer);
    }

    /** Gives a viewer who comes late what it needs of the past, and did not have. */
    void join(KeyframeCache cache, long nowNs) {
        cache.metadata().forEach(one -> deliver(one, cache, nowNs));
        whole.join(cache, takesAll());
        whole.past(cache, publication, video.last).forEach(one -> deliver(one, cache, nowNs));
    }

    /** The next frame of the stream; {@code cache} already knows it. */
    public void deliver(MediaFrame frame, KeyframeCache cache, long nowNs) {
        if (frame.publication() != publication) {
            begin(frame.publication());
        } else if (!live) {
            return;
        }
        whole.give(frame, takesAll());
        switch (frame.kind()) {
            case AUDIO -> audio(frame, cache, nowNs);
            case VIDEO -> video(frame, cache, nowNs);
            case DATA -> data(frame, nowNs);
            case METADATA -> metadata(frame, nowNs);
        }
    }

    /** Whether something of the frame's publication came. */
    boolean follows(MediaFrame frame) {
        return frame.publication() == publication;
    }

    private boolean takesAll() {
        return wantsAudio && wantsVideo && !paused;
    }

    /** That publication is over; the next one goes on where this one ended. */
    public void ended(long id) {
        live &= publication != id;
        over = id;
        if (awaited.isPresent() && awaitedOver == id) {
            giveUpWaiting();
        }
    }

    /** That publication is on the air, perhaps again: it has moved to another origin. */
    void begun(long id) {
        live |= publication == id;
        if (over == id) {
            over = 0;
        }
    }

    /**
     * Has something done behind the end of that publication, at once when it has come by. Who waits
     * already is served then too.
     */
    public void behind(long id, Runnable action) {
        Optional<Runnable> before = awaited;
        awaitedOver = id;
        awaited =
                Optional.of(
                        () -> {
                            before.ifPresent(Runnable::run);
                            action.run();
                        });
        if (over == id) {
            giveUpWaiting();
        }
    }

    /** What waits for the end of a publication is done now. */
    public void giveUpWaiting() {
        Optional<Runnable> due = awaited;
        awaited = Optional.empty();
        due.ifPresent(Runnable::run);
    }

    /**
     * Nothing came for a while, for no fault of the viewer's: whatever waits in its sinks now was
     * not written then.
     */
    public void interrupted() {
        audio.backlog.forget();
        video.backlog.forget();
        data.backlog.forget();
    }

    /** Whether the viewer takes audio; on again at once. */
    public void receiveAudio(boolean wanted) {
        wantsAudio = wanted;
    }

    /** Whether the viewer takes video; on again at the next key frame. */
    public void receiveVideo(boolean wanted) {
        if (wanted != wantsVideo) {
            waitsForKeyFrame = true;
        }
        wantsVideo = wanted;
    }

    /** Holds back audio and video, without keeping any; video goes on at the next key frame. */
    public void pause(boolean wanted) {
        if (wanted != paused) {
            waitsForKeyFrame = true;
        }
        paused = wanted;
    }

    /** Whether the viewer takes audio. */
    public boolean receivesAudio() {
        return wantsAudio;
    }

    /** Whether the viewer takes video. */
    public boolean receivesVideo() {
        return wantsVideo;
    }

    /**
     * Frames that were written were given up (see {@link
     * io.cumulonimbus.client.SinkListener#onAbandoned}). Nothing else is to be done: the sink gives
     * up what depends on them, up to the next key frame, whether it is here or behind a link.
     */
    public void abandoned(MediaKind kind, long frames) {
        track(kind).qos.abandon(frames);
    }

    private Track track(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video;
            case DATA, METADATA -> data;
        };
    }

    /**
     * How long media of one kind waits until it is at the far end, in nanoseconds; short times are
     * 0.
     */
    public long delayNs(MediaKind kind, long nowNs) {
        return Math.max(0, track(kind).backlog.ageNs(nowNs) - Backlog.STEP_NS);
    }

    /** Counts there how long media waits, at every eighth frame. */
    void tellsAges(Histogram where) {
        ages = where;
    }

    /** Adds what went out, and did not, as anything. */
    void addTo(Qos totals) {
        totals.plus(audio.qos).plus(video.qos).plus(data.qos);
    }

    /** What went out, and did not, as audio. */
    public Qos audioQos() {
        return audio.qos;
    }

    /** What went out, and did not, as video. */
    public Qos videoQos() {
        return video.qos;
    }

    /** What went out, and did not, as data and metadata. */
    public Qos dataQos() {
        return data.qos;
    }

    private void begin(long id) {
        publication = id;
        live = true;
        audio.begin();
        video.begin();
        data.begin();
        metadataSeen = 0;
        waitsForKeyFrame = true;
        clock.restart();
    }

    private void audio(MediaFrame frame, KeyframeCache cache, long nowNs) {
        if (!audio.isNew(frame) || frame.isHeader() || !wantsAudio || paused) {
            return;
        }
        audioLate =
                audioLate
                        ? !viewer.policy().audioRecovered(audio.backlog, nowNs)
                        : viewer.policy().audioBehind(audio.backlog, nowNs);
        if (audioLate) {
            audio.qos.drop();
            return;
        }
        int time = clock.at(frame.timestamp());
        headers(audio, MediaKind.AUDIO, cache, time, nowNs);
        audio.write(head(TYPE_AUDIO, time), frame.body(), viewer.policy().audio(), nowNs);
        note(audio, nowNs);
    }

    private void video(MediaFrame frame, KeyframeCache cache, long nowNs) {
        boolean hole = video.expectsAnother(frame);
        if (!video.isNew(frame)) {
            return;
        }
        if (hole || frame.gap()) {
            waitsForKeyFrame = true;
        }
        // A codec header goes out before the frame that needs it, not when it comes in: so it is
        // never sent twice, and never stamped with a time of its own.
        if (frame.isHeader() || !wantsVideo || paused) {
            return;
        }
        if (frame.isKeyFrame()) {
            keyFrame(nowNs);
        } else if (viewer.policy().videoBehind(video.backlog, nowNs)) {
            videoLate = true;
            waitsForKeyFrame = true;
        }
        if (waitsForKeyFrame) {
            video.qos.drop();
            return;
        }
        int time = clock.at(frame.timestamp());
        headers(video, MediaKind.VIDEO, cache, time, nowNs);
        Deadline deadline = frame.isKeyFrame() ? viewer.policy().video() : dependentVideo;
        video.write(head(TYPE_VIDEO, time), frame.body(), deadline, nowNs);
        note(video, nowNs);
    }

    private void note(Track track, long nowNs) {
        if (track.qos.frames() % LOOK_EVERY == 0) {
            ages.count(Math.max(0, track.backlog.ageNs(nowNs) - Backlog.STEP_NS));
        }
    }

    private void keyFrame(long nowNs) {
        videoLate =
                videoLate
                        ? !viewer.policy().videoRecovered(video.backlog, nowNs)
                        : viewer.policy().videoBehind(video.backlog, nowNs);
        waitsForKeyFrame = videoLate;
    }

    private void headers(Track track, MediaKind kind, KeyframeCache cache, int time, long nowNs) {
        if (track.headersSent == cache.headerVersion()) {
            return;
        }
        track.headersSent = cache.headerVersion();
        byte type = kind == MediaKind.AUDIO ? TYPE_AUDIO : TYPE_VIDEO;
        long newest = track.newestHeader;
        for (MediaFrame header : cache.headers(kind)) {
            if (header.number() > track.newestHeader) {
                track.write(head(type, time), header.body(), Deadline.NONE, nowNs);
                newest = Math.max(newest, header.number());
            }
        }
        track.newestHeader = newest;
    }

    private void data(MediaFrame frame, long nowNs) {
        if (!data.isNew(frame)) {
            return;
        }
        if (viewer.policy().dataBehind(data.backlog)) {
            data.qos.drop();
            return;
        }
        writeData(frame, nowNs);
    }

    private void metadata(MediaFrame frame, long nowNs) {
        if (frame.number() <= metadataSeen) {
            data.qos.duplicate();
            return;
        }
        metadataSeen = frame.number();
        if (!KeyframeCache.clears(frame.body()) && !viewer.policy().dataBehind(data.backlog)) {
            writeData(frame, nowNs);
        }
    }

    /** Data takes the time of the media it comes with, and does not start the clock. */
    private void writeData(MediaFrame frame, long nowNs) {
        int time = clock.near(frame.timestamp());
        byte[] head =
                viewer.amf3()
                        ? Arrays.copyOf(head(TYPE_DATA_AMF3, time), 6)
                        : head(TYPE_DATA_AMF0, time);
        Message body = viewer.amf3() ? frame.body() : frame.plainBody();
        data.write(head, body, Deadline.NONE, nowNs);
    }

    private static byte[] head(byte type, int time) {
        return new byte[] {
            type, (byte) (time >> 24), (byte) (time >> 16), (byte) (time >> 8), (byte) time
        };
    }

    /** One kind's numbers, sink and totals. */
    private static final class Track {
        private final MessageSink sink;
        private final Backlog backlog;
        private final Qos qos = new Qos();
        private long last;
        private long newestHeader;
        private int headersSent = -1;

        Track(MessageSink sink) {
            this.sink = sink;
            this.backlog = new Backlog(sink);
        }

        void begin() {
            last = 0;
            newestHeader = 0;
            headersSent = -1;
        }

        boolean expectsAnother(MediaFrame frame) {
            return last != 0
                    && frame.number() > last + 1
                    && frame.number() >> MediaFrame.MOVE_BITS == last >> MediaFrame.MOVE_BITS;
        }

        boolean isNew(MediaFrame frame) {
            if (frame.number() <= last) {
                qos.duplicate();
                return false;
            }
            if (expectsAnother(frame)) {
                qos.lose(frame.number() - last - 1);
            }
            last = frame.number();
            return true;
        }

        void write(byte[] head, Message body, Deadline deadline, long nowNs) {
            Message message = body.withHead(head, 0);
            backlog.writing(message.length(), nowNs);
            if (sink.write(message, deadline)) {
                qos.passed(body.length());
            } else {
                qos.drop();
            }
        }
    }
}
