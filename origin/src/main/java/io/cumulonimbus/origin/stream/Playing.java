package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.origin.app.StreamAnswer;
import io.cumulonimbus.origin.app.StreamQuality;
import io.cumulonimbus.origin.wire.StreamData;
import io.cumulonimbus.stream.MediaKind;
import io.cumulonimbus.stream.Qos;
import io.cumulonimbus.stream.Viewer;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A stream that plays, whether or not anybody publishes, or waits for its application to allow it.
 */
public final class Playing implements PlayRole, StreamListener {
    private final StreamName name;
    private final StreamContext context;
    private final OutgoingFlows outgoing;
    private final Watching watching;
    private final QualityMeter audioMeter;
    private final QualityMeter videoMeter;
    private final ListenerProxy handle;
    private boolean allowed;
    private boolean over;

    Playing(
            long streamId,
            StreamName name,
            StreamContext context,
            OutgoingFlows outgoing,
            boolean unbuffered) {
        this.name = name;
        this.context = context;
        this.outgoing = outgoing;
        StreamSettings settings = context.settings();
        Viewer viewer =
                new Viewer(
                        outgoing.data(),
                        outgoing.audio(),
                        outgoing.video(),
                        context.commands().amf3(),
                        unbuffered ? settings.unbuffered() : settings.buffered());
        this.watching = new Watching(context.key(name), context, outgoing, viewer, this);
        this.audioMeter = meter(watching::audioQos, MediaKind.AUDIO);
        this.videoMeter = meter(watching::videoQos, MediaKind.VIDEO);
        this.handle = new ListenerProxy(name, streamId, context.loop(), new Seat());
    }

    private QualityMeter meter(Supplier<Qos> qos, MediaKind kind) {
        Delay delay =
                nowNs -> {
                    long roundTripNs = Math.max(0, context.client().roundTripNs());
                    long waitsNs = watching.delayNs(kind, nowNs) - roundTripNs;
                    return Delay.halfMs(roundTripNs) + Math.max(0, waitsNs) / 1e6;
                };
        return new QualityMeter(qos, context.loop()::nowNs, delay);
    }

    /** The name of the stream. */
    public String name() {
        return name.text();
    }

    /** Asks the application; the refusal is empty when it is allowed. */
    void ask(BiConsumer<Playing, Optional<String>> answer) {
        context.events().subscribe(handle, decided -> answered(decided, answer));
    }

    private void answered(StreamAnswer decided, BiConsumer<Playing, Optional<String>> answer) {
        allowed = decided instanceof StreamAnswer.Allowed;
        if (over) {
            tellEnd();
        } else if (decided instanceof StreamAnswer.Refused refused) {
            answer.accept(this, Optional.of(refused.description()));
        } else {
            answer.accept(this, Optional.empty());
        }
    }

    private void tellEnd() {
        if (allowed) {
            allowed = false;
            context.events().unsubscribed(handle);
        }
    }

    /** Starts to watch; answers false when there is too much to do. */
    boolean start() {
        audioMeter.measure();
        videoMeter.measure();
        return watching.start();
    }

    /** What the client takes. */
    void receive(boolean audio, boolean video) {
        watching.receive(audio, video);
        handle.takes(audio, video);
    }

    boolean isRtmfp() {
        return context.client().identity().protocol() == Protocol.RTMFP;
    }

    @Override
    public void receiveAudio(boolean wanted) {
        receive(wanted, watching.receivesVideo());
    }

    @Override
    public void receiveVideo(boolean wanted) {
        receive(watching.receivesAudio(), wanted);
    }

    @Override
    public void pause(boolean wanted, double ms) {
        watching.pause(wanted);
        say(
                wanted ? "NetStream.Pause.Notify" : "NetStream.Unpause.Notify",
                (wanted ? "Pausing " : "Unpausing ") + name.text());
    }

    /** There is nowhere to go in a live stream; players want an answer all the same. */
    @Override
    public void seek(double ms) {
        say("NetStream.Seek.Notify", "Seeking " + name.text());
        if (!isRtmfp()) {
            say("NetStream.Play.Start", "Playing " + name.text());
        }
    }

    /** What is live cannot be sent ahead. */
    @Override
    public void bufferTime(long ms) {}

    @Override
    public void end() {
        over = true;
        watching.end();
        tellEnd();
    }

    @Override
    public Optional<Farewell> farewell() {
        return Optional.of(new Farewell("NetStream.Play.Stop", "Stopped playing " + name.text()));
    }

    @Override
    public void published() {
        say("NetStream.Play.PublishNotify", name.text() + " is now published");
    }

    @Override
    public void unpublished(long publication) {
        watching.over(publication);
        say("NetStream.Play.UnpublishNotify", name.text() + " is now unpublished");
    }

    private void say(String code, String description) {
        Message status = context.commands().status(code, description, Map.of());
        outgoing.write(status);
    }

    /** What its application does with it. */
    private final class Seat implements ListenerProxy.Viewing {
        @Override
        public void receiveAudio(boolean wanted) {
            receive(wanted, watching.receivesVideo());
        }

        @Override
        public void receiveVideo(boolean wanted) {
            receive(watching.receivesAudio(), wanted);
        }

        @Override
        public void sampleAccess(boolean audio, boolean video) {
            if (!over) {
                outgoing.write(
                        StreamData.sampleAccess(audio, video, context.commands().encoding()));
            }
        }

        @Override
        public void measure() {
            audioMeter.measure();
            videoMeter.measure();
        }

        @Override
        public StreamQuality audioQuality() {
            return audioMeter.quality();
        }

        @Override
        public StreamQuality videoQuality() {
            return videoMeter.quality();
        }
    }
}
