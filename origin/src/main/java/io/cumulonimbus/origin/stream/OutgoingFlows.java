package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.stream.MediaKind;
import io.cumulonimbus.stream.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our flows to a client for one stream: commands and data, audio, video; each opened when first
 * needed and associated to the client's control flow (RFC 7425 §5.3.5.2).
 *
 * <p>A flow that the client refused is not replaced until it asks for something new.
 */
final class OutgoingFlows {
    private static final int FLOWS = 3;

    private final long streamId;
    private final StreamContext context;
    private final FlowCount count;
    private final Runnable refused;
    private Optional<Subscription> subscription = Optional.empty();
    private Runnable drained = () -> {};
    private Optional<MessageSink> data = Optional.empty();
    private Optional<MessageSink> audio = Optional.empty();
    private Optional<MessageSink> video = Optional.empty();

    /** Closed flows of one client that may still have something to deliver. */
    static final class FlowCount {
        private final List<MessageSink> lingering = new ArrayList<>();

        /** Answers whether too many are left. */
        boolean exceeds(int most) {
            lingering.removeIf(sink -> sink.queuedBytes() == 0);
            return lingering.size() > most;
        }
    }

    OutgoingFlows(long streamId, StreamContext context, FlowCount count, Runnable refused) {
        this.streamId = streamId;
        this.context = context;
        this.count = count;
        this.refused = refused;
    }

    /** Who hears of media that was given up. */
    void carries(Subscription watching) {
        subscription = Optional.of(watching);
    }

    /** Who waits for room in the flows. */
    void feeds(Runnable waiting) {
        drained = waiting;
    }

    /** Bytes that were written to any of the flows and did not arrive yet. */
    long queuedBytes() {
        return queued(data) + queued(audio) + queued(video);
    }

    private static long queued(Optional<MessageSink> sink) {
        return sink.isPresent() ? sink.get().queuedBytes() : 0;
    }

    /** What one of the flows has to tell. */
    private final class Listener implements SinkListener {
        private final MediaKind kind;

        Listener(MediaKind kind) {
            this.kind = kind;
        }

        @Override
        public void onException(long code) {
            refused.run();
        }

        @Override
        public void onDrained(long bytes) {
            drained.run();
        }

        @Override
        public void onAbandoned(long messages) {
            subscription.ifPresent(watching -> watching.abandoned(kind, messages));
        }
    }

    MessageSink data() {
        data = open(data, Priority.DATA, MediaKind.DATA);
        return data.get();
    }

    MessageSink audio() {
        audio = open(audio, Priority.AUDIO, MediaKind.AUDIO);
        return audio.get();
    }

    MessageSink video() {
        video = open(video, Priority.VIDEO, MediaKind.VIDEO);
        return video.get();
    }

    private Optional<MessageSink> open(
            Optional<MessageSink> present, Priority priority, MediaKind kind) {
        if (present.filter(MessageSink::isOpen).isPresent()) {
            return present;
        }
        if (count.exceeds(context.settings().lingering())) {
            context.client().close(CloseReason.MISBEHAVED);
        }
        FlowSpec spec =
                new FlowSpec(
                        FlowMetadata.sequence(streamId).toBytes(),
                        Optional.of(context.control()),
                        priority);
        return Optional.of(context.client().openFlow(spec, new Listener(kind)));
    }

    /** Says something that must arrive; who lets too much of it pile up is closed. */
    void write(Message message) {
        MessageSink sink = data();
        sink.write(message, Deadline.NONE);
        if (sink.queuedBytes() > 2 * context.settings().buffered().dataBytes()) {
            context.client().close(CloseReason.MISBEHAVED);
        }
    }

    /** A barrier behind all that was written so far. */
    // RFC 7425 §5.2
    void synchronise(long id) {
        if (context.client().identity().protocol() != Protocol.RTMFP) {
            return; // one byte stream keeps the order by itself
        }
        Message sync = new UserControl.FlowSync(id, FLOWS).toMessage().message();
        data().write(sync, Deadline.NONE);
        audio().write(sync, Deadline.NONE);
        video().write(sync, Deadline.NONE);
    }

    void close() {
        data.ifPresent(this::close);
        audio.ifPresent(this::close);
        video.ifPresent(this::close);
        data = Optional.empty();
        audio = Optional.empty();
        video = Optional.empty();
    }

    private void close(MessageSink sink) {
        sink.close();
        if (sink.queuedBytes() > 0) {
            count.lingering.add(sink);
        }
    }
}
