package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.chunkstream.ChunkWriter;
import io.cumulonimbus.rtmp.chunkstream.OutgoingChunkStream;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a connection has to send, chunk by chunk in the order of importance: protocol control,
 * commands of the control stream, then the streams' audio, video and data, equals taking turns.
 * Late media is dropped before it is begun, and never after.
 */
final class OutgoingFlows {
    private static final int PROTOCOL = 2;
    private static final int CONTROL = 3;
    private static final int FIRST_OF_STREAMS = 4;

    /** So much media is worth a write of its own. */
    private static final int PATIENT_BYTES = 16 << 10;

    private static final int MOST_STREAMS = (ChunkWriter.MAX_STREAM - 3) / StreamLanes.LANES;

    private final ChunkWriter writer = new ChunkWriter();
    private final OutgoingChunkStream protocol = writer.stream(PROTOCOL);
    private final ArrayDeque<TcMessage> protocolQueue = new ArrayDeque<>();
    private final Lane control = new Lane(writer.stream(CONTROL));
    private final Map<Long, StreamLanes> streams = new HashMap<>();
    private final BitSet places = new BitSet();

    /** Those that are not empty, in turn; each once, even when it is filled while it empties. */
    private final List<StreamLanes> active = new ArrayList<>();

    private final List<QueuedMessage> unstamped = new ArrayList<>();
    private final Set<OutgoingFlow> flows = new HashSet<>();
    private final Owner owner;
    private long sequence;
    private long streamBytes;
    private long opened;
    private long messages;
    private long bytes;

    /** The connection, as its outgoing flows see it. */
    interface Owner {
        /**
         * There is something to flush.
         *
         * @param patient whether it is a little media, which may wait for more
         */
        void wake(boolean patient);

        /** A message is about to be queued. */
        void writing(long streamId, TcMessage message);
    }

    OutgoingFlows(Owner owner) {
        this.owner = owner;
    }

    OutgoingFlow open(long streamId, Priority priority, SinkListener listener) {
        boolean possible = streamId == 0 || places.cardinality() < MOST_STREAMS;
        OutgoingFlow flow = new OutgoingFlow(streamId, priority, this, listener, possible);
        if (possible) {
            opened++;
            flows.add(flow);
            if (streamId != 0) {
                flow.lanes = lanes(streamId);
                flow.lanes.sinks++;
            }
        }
        return flow;
    }

    private StreamLanes lanes(long streamId) {
        return streams.computeIfAbsent(
                streamId,
                id -> {
                    int place = places.nextClearBit(0);
                    places.set(place);
                    int first = FIRST_OF_STREAMS + place * StreamLanes.LANES;
                    return new StreamLanes(id, place, first, writer);
                });
    }

    void closed(OutgoingFlow flow) {
        if (flow.queuedBytes() == 0) {
            flows.remove(flow);
        }
        StreamLanes lanes = streams.get(flow.streamId);
        if (lanes != null) {
            lanes.sinks--;
            tidy(lanes);
        }
    }

    /** Forgets a stream that nobody writes to any more, so that its chunk streams can be reused. */
    private void tidy(StreamLanes lanes) {
        if (lanes.isEmpty()) {
            if (lanes.active) {
                lanes.active = false;
                active.remove(lanes);
            }
            if (lanes.sinks == 0 && streams.get(lanes.streamId) == lanes) {
                streams.remove(lanes.streamId);
                places.clear(lanes.place);
            }
        }
    }

    /** Something for the chunk stream of protocol control; at most 128 bytes. */
    void protocol(TcMessage message) {
        protocolQueue.add(message);
        owner.wake(false);
    }

    /** Messages of protocol control that wait. */
    int protocolBacklog() {
        return protocolQueue.size();
    }

    /**
     * An event of ours that belongs between the messages of a stream: behind what was written to
     * it, and before what will be.
     */
    void event(long streamId, UserControl event) {
        StreamLanes lanes = streams.get(streamId);
        if (lanes == null || lanes.isEmpty()) {
            protocol(event.toMessage());
            return;
        }
        OutgoingFlow ours =
                new OutgoingFlow(streamId, Priority.DATA, this, SinkListener.NONE, true);
        ours.lanes = lanes;
        ours.write(event.toMessage().message(), Deadline.NONE);
    }

    void write(OutgoingFlow flow, TcMessage message, Deadline deadline) {
        owner.writing(flow.streamId, message);
        messages++;
        bytes += message.message().length();
        QueuedMessage queued = new QueuedMessage(flow, message, deadline, ++sequence);
        if (queued.expires()) {
            unstamped.add(queued);
        }
        StreamLanes lanes = flow.streamId == 0 ? streams.get(streamOf(message)) : flow.lanes;
        if (flow.streamId == 0 && (lanes == null || lanes.isEmpty())) {
            control.add(queued);
        } else {
            if (!lanes.active) {
                lanes.active = true;
                active.add(lanes);
            }
            lanes.add(queued, flow.streamId == 0 ? Priority.DATA : flow.priority);
        }
        owner.wake(isMedia(flow) && streamBytes < PATIENT_BYTES);
    }

    private static boolean isMedia(OutgoingFlow flow) {
        return flow.streamId != 0 && flow.priority.timeCritical();
    }

    /**
     * The stream that a message of stream 0 is about, among whose messages it has its place; 0 for
     * none. Otherwise what ends a stream would overtake its last media.
     */
    private static long streamOf(TcMessage message) {
        if (MessageType.isCommand(message.type())) {
            return CommandPeek.deleted(message);
        }
        UserControl event = UserControl.decode(message).orElse(new UserControl.Other(0, 0));
        return switch (event) {
            case UserControl.StreamBegin e -> e.streamId();
            case UserControl.StreamEof e -> e.streamId();
            case UserControl.StreamDry e -> e.streamId();
            case UserControl.StreamIsRecorded e -> e.streamId();
            default -> 0;
        };
    }

    /** Whether nothing waits but messages of streams, and of them less than so many bytes. */
    boolean isOnlyMedia(long bytes) {
        return protocolQueue.isEmpty() && control.isEmpty() && streamBytes < bytes;
    }

    /** More, or less, is queued for a message stream. */
    void queued(OutgoingFlow flow, long bytes) {
        if (flow.streamId != 0) {
            streamBytes += bytes;
        }
    }

    boolean isEmpty() {
        return protocolQueue.isEmpty() && control.isEmpty() && active.isEmpty();
    }

    /** What was written so far. */
    ClientFigures figures() {
        long queued = flows.stream().mapToLong(OutgoingFlow::queuedBytes).sum();
        return new ClientFigures(opened, messages, bytes, queued, 0, 0, 0);
    }

    /** From now on spans of what was written before run. */
    void stamp(long nowNs) {
        for (int i = 0; i < unstamped.size(); i++) {
            unstamped.get(i).stamp(nowNs);
        }
        unstamped.clear();
    }

    /** Writes the next chunk; answers false when there is none. */
    boolean writeChunk(ByteSink sink, long nowNs) {
        if (!protocolQueue.isEmpty()) {
            writeProtocol(protocolQueue.poll(), sink);
            return true;
        }
        if (!control.isEmpty()) {
            write(control, sink, nowNs);
            return true;
        }
        StreamLanes next = mostUrgent();
        if (next == null) {
            return false;
        }
        write(next.next(), sink, nowNs);
        tidy(next);
        return true;
    }

    /** The first of those that have the most urgent to say; it goes behind the others then. */
    private StreamLanes mostUrgent() {
        if (active.size() < 2) {
            return active.isEmpty() ? null : active.get(0);
        }
        int best = 0;
        for (int i = 1; i < active.size(); i++) {
            if (active.get(i).urgency().compareTo(active.get(best).urgency()) > 0) {
                best = i;
            }
        }
        StreamLanes first = active.remove(best);
        active.add(first);
        return first;
    }

    private void write(Lane lane, ByteSink sink, long nowNs) {
        QueuedMessage next = lane.next();
        OutgoingFlow flow = next.flow;
        if (!lane.isBegun()) {
            boolean event = next.message.type() == MessageType.USER_CONTROL;
            boolean given = flow.chain.isUseless(next.deadline) || next.isExpired(nowNs);
            if (event || given) {
                lane.skip();
                if (given) {
                    flow.chain.abandoned(next.deadline);
                    flow.abandoned();
                }
                if (event && isForRtmp(next.message)) {
                    writeProtocol(next.message, sink);
                }
                drained(flow, next.message.message().length());
                return;
            }
            lane.begin();
        }
        int header = lane.chunks.isBegun() ? 0 : TcMessage.HEADER_LENGTH;
        int payload = lane.chunks.writeChunk(sink);
        if (!lane.chunks.isBusy()) {
            lane.finish();
        }
        drained(flow, header + payload);
    }

    private void drained(OutgoingFlow flow, int bytes) {
        flow.drained(bytes);
        if (!flow.isOpen() && flow.queuedBytes() == 0) {
            flows.remove(flow);
        }
    }

    /** Barriers between flows and keepalives of sessions are of RTMFP, and unknown to RTMP. */
    private static boolean isForRtmp(TcMessage event) {
        UserControl decoded = UserControl.decode(event).orElse(null);
        return !(decoded instanceof UserControl.FlowSync
                || decoded instanceof UserControl.SetKeepalive);
    }

    // RTMP 1.0 §5.4: on chunk stream 2, message stream 0.
    private void writeProtocol(TcMessage message, ByteSink sink) {
        protocol.begin(0, message);
        while (protocol.isBusy()) {
            protocol.writeChunk(sink);
        }
        if (message.type() == MessageType.SET_CHUNK_SIZE) {
            writer.chunkSize(ProtocolControl.number(message));
        }
    }

    /** Gives up all that is queued, and takes nothing more. */
    void end() {
        protocolQueue.clear();
        control.clear();
        for (StreamLanes lanes : active) {
            lanes.clear();
            lanes.active = false;
        }
        active.clear();
        List.copyOf(flows).forEach(OutgoingFlow::abandon);
        flows.clear();
    }

    /** Takes nothing more; what is queued is still sent. */
    void close() {
        List.copyOf(flows).forEach(OutgoingFlow::close);
    }
}
