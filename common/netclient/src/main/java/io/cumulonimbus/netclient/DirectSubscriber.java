package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfBoolean;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import java.util.List;
import java.util.Optional;

/**
 * A peer's control flow on which it plays a stream of ours, and our return flows to it (RFC 7425
 * §5.4.2). Owned by the loop.
 */
final class DirectSubscriber extends Inbound implements SinkListener {
    private final PeerLink link;
    private final IncomingFlow flow;
    private final long streamId;
    private final MessageSink data;
    private final MessageSink audio;
    private final MessageSink video;
    private final Subscription subscription;
    private Optional<DirectPublication> publication = Optional.empty();
    private boolean over;

    DirectSubscriber(PeerLink link, IncomingFlow flow, long streamId, FlowBarriers barriers) {
        super(flow, barriers);
        this.link = link;
        this.flow = flow;
        this.streamId = streamId;
        this.data = open(Priority.DATA);
        this.audio = open(Priority.AUDIO);
        this.video = open(Priority.VIDEO);
        this.subscription =
                new Subscription(new Viewer(data, audio, video, false, DropPolicy.BUFFERED));
    }

    private MessageSink open(Priority priority) {
        Client client = link.client();
        byte[] metadata = FlowMetadata.sequence(streamId).toBytes();
        return client.openFlow(new FlowSpec(metadata, Optional.of(flow), priority), this);
    }

    Subscription subscription() {
        return subscription;
    }

    long queuedBytes() {
        return data.queuedBytes() + audio.queuedBytes() + video.queuedBytes();
    }

    @Override
    void onCommand(Command command) {
        if (over) {
            return;
        }
        switch (command.name()) {
            case "play" -> play(command.argument(0).asText().orElse(""));
            case "receiveAudio" -> subscription.receiveAudio(isTrue(command.argument(0)));
            case "receiveVideo" -> subscription.receiveVideo(isTrue(command.argument(0)));
            case "pause" -> subscription.pause(isTrue(command.argument(0)));
            case "closeStream" -> dismiss();
            default -> {}
        }
    }

    private static boolean isTrue(AmfValue value) {
        return value instanceof AmfBoolean flag && flag.value();
    }

    private void play(String name) {
        if (publication.isPresent()) {
            return;
        }
        publication = link.publication(name);
        if (publication.isEmpty()) {
            // Who hears it closes the flow; a rejection would overtake the words.
            write(status("error", "NetStream.Play.StreamNotFound", "There is no " + name));
            List.of(data, audio, video).forEach(MessageSink::close);
            return;
        }
        write(new UserControl.StreamBegin(streamId).toMessage());
        status("NetStream.Play.Reset", "Playing and resetting " + name);
        status("NetStream.Play.Start", "Started playing " + name);
        publication.get().add(this);
    }

    /** Says something that must arrive. */
    void status(String code, String description) {
        write(status("status", code, description));
    }

    private static TcMessage status(String level, String code, String description) {
        AmfObject info =
                new AmfObject()
                        .put("level", level)
                        .put("code", code)
                        .put("description", description);
        return Command.onStatus(info).toMessage(ObjectEncoding.AMF0);
    }

    private void write(TcMessage message) {
        data.write(message.message(), Deadline.NONE);
    }

    /** A return flow was refused: the peer wants no more of the stream. */
    @Override
    public void onException(long code) {
        end();
    }

    @Override
    public void onDrained(long bytes) {
        publication.ifPresent(DirectPublication::measure);
    }

    /** Ends it from our side: what was written still arrives. */
    // RFC 7425 §5.4.3
    void dismiss() {
        if (!over) {
            end();
            flow.reject(0);
        }
    }

    private void end() {
        if (!over) {
            over = true;
            publication.ifPresent(stream -> stream.remove(this));
            List.of(data, audio, video).forEach(MessageSink::close);
            link.ended(this);
        }
    }

    /** The peer wants no more, or is gone. */
    @Override
    public void onClosed() {
        end();
    }
}
