package io.cumulonimbus.origin.viewer;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.world.Node;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.MediaKind;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import java.util.Optional;

/** The server's side of one viewer: three flows of a subscription, and answers to commands. */
final class Seat implements ClientHandler {
    final Audience viewer;
    Node node;
    Subscription subscription;
    MessageSink audio;
    MessageSink video;
    private final Theatre theatre;
    private final DropPolicy policy;
    private MessageSink answers;

    Seat(Theatre theatre, DropPolicy policy) {
        this.theatre = theatre;
        this.policy = policy;
        this.viewer = new Audience(theatre.world);
    }

    /** The client has come: it gets the stream. */
    ClientHandler take(Client client) {
        answers = open(client, 'C', Priority.COMMAND, MediaKind.DATA);
        MessageSink data = open(client, 'D', Priority.DATA, MediaKind.DATA);
        audio = open(client, 'A', Priority.AUDIO, MediaKind.AUDIO);
        video = open(client, 'V', Priority.VIDEO, MediaKind.VIDEO);
        subscription = new Subscription(new Viewer(data, audio, video, true, policy));
        theatre.fanOut.add(subscription, theatre.world.nowNs());
        return this;
    }

    private MessageSink open(Client client, char name, Priority priority, MediaKind kind) {
        FlowSpec spec = new FlowSpec(new byte[] {(byte) name}, Optional.empty(), priority);
        return client.openFlow(
                spec,
                new SinkListener() {
                    @Override
                    public void onAbandoned(long messages) {
                        subscription.abandoned(kind, messages);
                    }
                });
    }

    long queuedBytes() {
        return audio.queuedBytes() + video.queuedBytes();
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        return Optional.of(
                new FlowHandler() {
                    @Override
                    public void onMessage(Message message, long lostBefore) {
                        answers.write(message, Deadline.NONE);
                    }

                    @Override
                    public void onClosed() {}
                });
    }

    @Override
    public void onClosed(CloseReason reason) {}
}
