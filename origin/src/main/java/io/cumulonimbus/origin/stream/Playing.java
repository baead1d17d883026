package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import java.util.Map;
import java.util.Optional;

/** A stream that plays, whether or not anybody publishes. */
public final class Playing implements Role, StreamListener {
    private final String name;
    private final StreamContext context;
    private final OutgoingFlows outgoing;
    private final Subscription subscription;

    Playing(String name, StreamContext context, OutgoingFlows outgoing, boolean unbuffered) {
        this.name = name;
        this.context = context;
        this.outgoing = outgoing;
        StreamSettings settings = context.settings();
        this.subscription =
                new Subscription(
                        new Viewer(
                                outgoing.data(),
                                outgoing.audio(),
                                outgoing.video(),
                                context.commands().amf3(),
                                unbuffered ? settings.unbuffered() : settings.buffered()));
        outgoing.carries(subscription);
    }

    /** The name of the stream. */
    public String name() {
        return name;
    }

    /** What goes out to this viewer. */
    public Subscription subscription() {
        return subscription;
    }

    boolean start() {
        return context.streams().watch(name, subscription, this);
    }

    @Override
    public void end() {
        context.streams().unwatch(name, subscription);
    }

    @Override
    public Optional<Farewell> farewell() {
        return Optional.of(new Farewell("NetStream.Play.Stop", "Stopped playing " + name));
    }

    @Override
    public void published() {
        say("NetStream.Play.PublishNotify", name + " is now published");
    }

    @Override
    public void unpublished() {
        say("NetStream.Play.UnpublishNotify", name + " is now unpublished");
    }

    private void say(String code, String description) {
        Message status = context.commands().status(code, description, Map.of());
        outgoing.write(status);
    }
}
