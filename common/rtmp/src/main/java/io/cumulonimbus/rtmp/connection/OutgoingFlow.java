package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.DependencyChain;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.chunkstream.ChunkLimits;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Optional;

/** A flow of ours, as part of a message stream. Its end is not told to the far end. */
final class OutgoingFlow implements MessageSink {
    final long streamId;
    final Priority priority;
    private final OutgoingFlows flows;
    final DependencyChain chain = new DependencyChain();
    private final SinkListener listener;

    /** Those of its stream, as long as it is open; none for the control stream. */
    StreamLanes lanes;

    private long queuedBytes;
    private boolean open;

    OutgoingFlow(
            long streamId,
            Priority priority,
            OutgoingFlows flows,
            SinkListener listener,
            boolean open) {
        this.streamId = streamId;
        this.priority = priority;
        this.flows = flows;
        this.listener = listener;
        this.open = open;
    }

    /** Answers false, besides, for what is no RTMP message or belongs to chunk streams alone. */
    @Override
    public boolean write(Message message, Deadline deadline) {
        Optional<TcMessage> tc = open ? TcMessage.parse(message) : Optional.empty();
        if (tc.isEmpty()
                || tc.get().payloadLength() > ChunkLimits.MAX_MESSAGE
                || MessageType.isChunkStreamControl(tc.get().type())) {
            return false;
        }
        queuedBytes += message.length();
        flows.queued(this, message.length());
        flows.write(this, tc.get(), deadline);
        return true;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            flows.closed(this);
        }
    }

    /** Bytes went to the socket, or were given up. */
    void drained(long bytes) {
        if (bytes > 0) {
            queuedBytes -= bytes;
            flows.queued(this, -bytes);
            listener.onDrained(bytes);
        }
    }

    /** A message was given up, which {@link #drained} tells of too. */
    void abandoned() {
        listener.onAbandoned(1);
    }

    /** The connection is over: what was not sent will not be. */
    void abandon() {
        open = false;
        drained(queuedBytes);
    }
}
