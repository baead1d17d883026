package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.AppSubscription;
import io.cumulonimbus.origin.app.MediaPacket;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import java.util.Optional;

/** An application that watches a stream as a player does. Owned by its realm's loop. */
public final class ScriptedViewer implements AppSubscription {
    private final String name;
    private final LocalStreams streams;
    private final Watcher watcher;
    private final Subscription subscription;
    private boolean over;

    private ScriptedViewer(
            String name, Loop loop, PublicationsProxy publications, Watcher watcher) {
        StreamSettings settings = StreamSettings.DEFAULT;
        this.name = name;
        this.streams = new LocalStreams(loop, publications, settings);
        this.watcher = watcher;
        Sink sink = new Sink();
        this.subscription =
                new Subscription(new Viewer(sink, sink, sink, true, settings.buffered()));
    }

    /**
     * Starts to watch, whether or not anybody publishes; empty when there is too much to do.
     *
     * @param name what the stream is called where names are kept
     */
    public static Optional<AppSubscription> open(
            String name, Loop loop, PublicationsProxy publications, Watcher watcher) {
        ScriptedViewer viewer = new ScriptedViewer(name, loop, publications, watcher);
        return viewer.start() ? Optional.of(viewer) : Optional.empty();
    }

    private boolean start() {
        return streams.watch(
                name,
                subscription,
                new StreamListener() {
                    @Override
                    public void published() {
                        watcher.published();
                    }

                    @Override
                    public void unpublished(long publication) {
                        watcher.unpublished();
                    }
                });
    }

    @Override
    public void receiveAudio(boolean wanted) {
        subscription.receiveAudio(wanted);
    }

    @Override
    public void receiveVideo(boolean wanted) {
        subscription.receiveVideo(wanted);
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            streams.unwatch(name, subscription);
        }
    }

    private void passed(TcMessage message) {
        int time = message.timestamp();
        switch (message.type()) {
            case MessageType.AUDIO -> tell(AppEvent.AUDIO, time, message.payload());
            case MessageType.VIDEO -> tell(AppEvent.VIDEO, time, message.payload());
            case MessageType.DATA_EXTENDED -> {
                int length = Math.max(0, message.payloadLength() - 1);
                tell(AppEvent.DATA, time, message.payload(1, length));
            }
            default -> {}
        }
    }

    private void tell(AppEvent kind, int time, byte[] body) {
        watcher.packet(new MediaPacket(kind, time, Message.of(body)));
    }

    /** Nothing waits in it: the script takes everything at once. */
    private final class Sink implements MessageSink {
        @Override
        public boolean write(Message message, Deadline deadline) {
            if (!over) {
                TcMessage.parse(message).ifPresent(ScriptedViewer.this::passed);
            }
            return !over;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return !over;
        }

        @Override
        public void close() {}
    }
}
