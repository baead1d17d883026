package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A stream that we publish. */
public final class StreamPublisher implements MediaWriter {
    private final CallHop hop;
    private final Stream stream;
    private final PublishOptions options;
    private final ObjectEncoding encoding;

    StreamPublisher(CallHop hop, Stream stream, PublishOptions options, ObjectEncoding encoding) {
        this.hop = hop;
        this.stream = stream;
        this.options = options;
        this.encoding = encoding;
    }

    /** Sends a message, on the flow of its kind. */
    @Override
    public boolean write(MediaKind kind, long timestamp, byte[] payload) {
        Deadline deadline =
                switch (kind) {
                    case AUDIO -> options.audio();
                    case VIDEO -> options.video();
                    case DATA -> Deadline.NONE;
                };
        TcMessage message = TcMessage.of(kind.flvType(), (int) timestamp, payload);
        return write(kind, kind == MediaKind.DATA ? inEncoding(message) : message, deadline);
    }

    /** Cumulus knows data of AMF3 connections only with the format byte in front. */
    private TcMessage inEncoding(TcMessage data) {
        return encoding == ObjectEncoding.AMF0
                ? data
                : data.with(MessageType.DATA_EXTENDED, data.timestamp(), 0, new byte[1]);
    }

    /** Sends a data message: {@code NetStream.send}. */
    public boolean send(String handler, AmfValue... values) {
        return send(DataMessage.of(handler, values));
    }

    @Override
    public boolean setDataFrame(String name, AmfValue value) {
        return send(new DataMessage(DataMessage.Action.KEEP, name, List.of(value)));
    }

    private boolean send(DataMessage data) {
        return write(MediaKind.DATA, data.toServerMessage(encoding, 0), Deadline.NONE);
    }

    private boolean write(MediaKind kind, TcMessage tagged, Deadline deadline) {
        if (!stream.isOpen()) {
            return false;
        }
        Message message = tagged.message();
        QueueGauge gauge = stream.gauge();
        int length = message.length();
        gauge.depart(length);
        boolean taken =
                hop.run(
                        () -> {
                            gauge.arrive(length);
                            stream.media(kind, message, deadline);
                        });
        if (!taken) {
            gauge.arrive(length);
        }
        return taken;
    }

    @Override
    public long queuedBytes() {
        return stream.gauge().bytes();
    }

    @Override
    public CompletableFuture<Void> whenQueuedAtMost(long bytes) {
        return hop.ask(
                () -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    stream.gauge().await(bytes, done);
                    return done;
                });
    }

    /** Whether messages are still taken. */
    public boolean isOpen() {
        return stream.isOpen();
    }

    /**
     * Unpublishes: waits until everything written was delivered or given up, tells the server, and
     * is done when the server confirmed or did not within a second.
     */
    @Override
    public CompletableFuture<Void> close() {
        return hop.ask(stream::close);
    }
}
