package io.cumulonimbus.origin.stream;

import io.cumulonimbus.stream.FarSubscription;
import io.cumulonimbus.stream.LastHop;
import io.cumulonimbus.stream.MediaKind;
import io.cumulonimbus.stream.Qos;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import java.util.Optional;

/**
 * How one viewer gets a stream: from the node that it is connected to, which gets the stream once
 * for all its viewers, or else from here. Owned by the client's loop.
 */
final class Watching {
    private static final Qos NOTHING = new Qos();

    private final String stream;
    private final StreamContext context;
    private final OutgoingFlows outgoing;
    private final Viewer viewer;
    private final StreamListener listener;
    private Optional<Subscription> near = Optional.empty();
    private Optional<FarSubscription> far = Optional.empty();
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;
    private boolean paused;

    Watching(
            String stream,
            StreamContext context,
            OutgoingFlows outgoing,
            Viewer viewer,
            StreamListener listener) {
        this.stream = stream;
        this.context = context;
        this.outgoing = outgoing;
        this.viewer = viewer;
        this.listener = listener;
    }

    /** Starts; answers false when there is too much to do. */
    boolean start() {
        if (context.client() instanceof LastHop node) {
            far = node.subscribe(stream, viewer);
        }
        if (far.isPresent()) {
            tell();
            return context.streams().listen(stream, listener);
        }
        Subscription subscription = new Subscription(viewer);
        near = Optional.of(subscription);
        tell();
        outgoing.carries(subscription);
        return context.streams().watch(stream, subscription, listener);
    }

    private void tell() {
        receive(wantsAudio, wantsVideo);
        pause(paused);
    }

    void receive(boolean audio, boolean video) {
        wantsAudio = audio;
        wantsVideo = video;
        near.ifPresent(
                subscription -> {
                    subscription.receiveAudio(audio);
                    subscription.receiveVideo(video);
                });
        far.ifPresent(
                subscription -> {
                    subscription.receiveAudio(audio);
                    subscription.receiveVideo(video);
                });
    }

    void pause(boolean wanted) {
        paused = wanted;
        near.ifPresent(subscription -> subscription.pause(wanted));
        far.ifPresent(subscription -> subscription.pause(wanted));
    }

    boolean receivesAudio() {
        return wantsAudio;
    }

    boolean receivesVideo() {
        return wantsVideo;
    }

    Qos audioQos() {
        return near.map(Subscription::audioQos)
                .or(() -> far.map(FarSubscription::audioQos))
                .orElse(NOTHING);
    }

    Qos videoQos() {
        return near.map(Subscription::videoQos)
                .or(() -> far.map(FarSubscription::videoQos))
                .orElse(NOTHING);
    }

    /** How long media of one kind waits here until it is at the far end; 0 where nobody knows. */
    long delayNs(MediaKind kind, long nowNs) {
        return near.isPresent() ? near.get().delayNs(kind, nowNs) : 0;
    }

    /** A publication is over: what is written from now on comes behind the last of it. */
    void over(long publication) {
        far.ifPresent(subscription -> subscription.over(publication));
    }

    void end() {
        near.ifPresent(subscription -> context.streams().unwatch(stream, subscription));
        far.ifPresent(
                subscription -> {
                    subscription.end();
                    context.streams().unlisten(stream, listener);
                });
        near = Optional.empty();
        far = Optional.empty();
    }
}
