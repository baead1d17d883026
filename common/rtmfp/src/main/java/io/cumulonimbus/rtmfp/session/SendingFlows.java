package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.FlowExceptionReport;
import io.cumulonimbus.rtmfp.flow.Filling;
import io.cumulonimbus.rtmfp.flow.RecvFlow;
import io.cumulonimbus.rtmfp.flow.SendFlow;
import io.cumulonimbus.rtmfp.flow.Spares;
import io.cumulonimbus.rtmfp.flow.Transmissions;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The sending flows of a session: which may send, in which order, and what their listeners are to
 * hear (RFC 7016 §3.6.2).
 *
 * <p>Flow ids count up from 2 and are never used again, so that a completed flow needs no lingering
 * (§3.6.2.11).
 */
final class SendingFlows implements SendFlow.Owner {
    private static final long FIRST_ID = 2;

    /** Expired messages are looked for no more often than this, in nanoseconds. */
    private static final long EXPIRY_STEP_NS = 5_000_000L;

    private static final int RANKS = Priority.values().length;

    private final Session session;
    private final Transmissions transmissions;
    private final WindowProbes probes;
    private final Map<Long, SendFlow> flows = new HashMap<>(4);
    private final List<ArrayDeque<SendFlow>> ready = new ArrayList<>(RANKS);
    private final List<SendFlow> clockless = new ArrayList<>(1);
    private final List<SendFlow> drained = new ArrayList<>(1);
    private int readyCount;
    private long messages;
    private long bytes;
    private long nextId = FIRST_ID;

    SendingFlows(Session session, Transmissions transmissions) {
        this.session = session;
        this.transmissions = transmissions;
        this.probes = new WindowProbes(session);
        for (int i = 0; i < RANKS; i++) {
            ready.add(null);
        }
    }

    MessageSink open(FlowSpec spec, SinkListener listener) {
        OptionalLong answers = OptionalLong.empty();
        if (spec.answers().isPresent()) {
            IncomingFlow answered = spec.answers().get();
            if (!(answered instanceof RecvFlow flow)) {
                throw new IllegalArgumentException("a return flow to another client's flow");
            }
            // RFC 7016 §3.6.2.1: not in answer to a flow that is over
            if (!flow.isOpen()) {
                return ClosedSink.INSTANCE;
            }
            answers = OptionalLong.of(flow.id());
        }
        SendFlow flow = new SendFlow(nextId++, spec, answers, listener, this);
        flows.put(flow.id(), flow);
        return flow;
    }

    Collection<SendFlow> all() {
        return flows.values();
    }

    Optional<SendFlow> find(long flowId) {
        return Optional.ofNullable(flows.get(flowId));
    }

    /** Acknowledgements for flows that are not ours, or no more, mean nothing. */
    void acknowledge(Ack ack) {
        SendFlow flow = flows.get(ack.flowId());
        if (flow != null) {
            flow.acknowledge(ack);
        }
    }

    void exception(FlowExceptionReport report) {
        SendFlow flow = flows.get(report.flowId());
        if (flow != null) {
            flow.exception(report.code());
        }
    }

    /** Whether a flow waits for room to send. */
    boolean hasReady() {
        return readyCount > 0;
    }

    /** Whether sound or a command waits: little, and not to be kept waiting. */
    boolean hasUrgent() {
        for (int rank = Priority.AUDIO.ordinal(); rank < RANKS; rank++) {
            ArrayDeque<SendFlow> queue = ready.get(rank);
            if (queue != null && !queue.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is no flow at all. */
    boolean isIdle() {
        return flows.isEmpty();
    }

    WindowProbes probes() {
        return probes;
    }

    /**
     * Adds user data to a packet, the highest priority first and in turn among equals; answers
     * whether any of it is time critical.
     */
    boolean fill(PacketWriter out, ChunkEncoder encoder) {
        boolean timeCritical = false;
        for (int rank = RANKS - 1; rank >= 0 && readyCount > 0; rank--) {
            ArrayDeque<SendFlow> queue = ready.get(rank);
            while (queue != null && !queue.isEmpty()) {
                SendFlow flow = queue.poll();
                int before = out.position();
                Filling filling = flow.fill(out, encoder);
                timeCritical |= out.position() > before && flow.priority().timeCritical();
                if (filling == Filling.FULL) {
                    queue.add(flow);
                    return timeCritical;
                }
                flow.clearReady();
                readyCount--;
            }
        }
        return timeCritical;
    }

    /** Deadlines of what was written since the last flush begin to count. */
    void startClocks(long nowNs) {
        for (int i = 0; i < clockless.size(); i++) {
            expiresAt(clockless.get(i).startClocks(nowNs), nowNs);
        }
        clockless.clear();
    }

    void expire(long nowNs) {
        long next = Long.MAX_VALUE;
        for (SendFlow flow : flows.values()) {
            next = Math.min(next, flow.expire(nowNs));
        }
        expiresAt(next, nowNs);
    }

    void tellDrained() {
        while (!drained.isEmpty()) {
            drained.removeLast().tellDrained();
        }
    }

    /** Ends every flow behind what was written. */
    void closeAll() {
        for (SendFlow flow : new ArrayList<>(flows.values())) {
            flow.close();
        }
    }

    void abort() {
        List<SendFlow> all = new ArrayList<>(flows.values());
        flows.clear();
        clockless.clear();
        ready.replaceAll(queue -> null);
        readyCount = 0;
        transmissions.clear();
        for (SendFlow flow : all) {
            flow.abort();
        }
        tellDrained();
    }

    /** What was written so far. */
    ClientFigures figures() {
        long queued = 0;
        for (SendFlow flow : flows.values()) {
            queued += flow.queuedBytes();
        }
        return new ClientFigures(
                nextId - FIRST_ID,
                messages,
                bytes,
                queued,
                transmissions.sent(),
                transmissions.retransmitted(),
                transmissions.lost());
    }

    @Override
    public void wrote(int length) {
        messages++;
        bytes += length;
    }

    @Override
    public void wake(SendFlow flow) {
        if (!flow.markReady()) {
            return;
        }
        int rank = flow.priority().ordinal();
        ArrayDeque<SendFlow> queue = ready.get(rank);
        if (queue == null) {
            queue = new ArrayDeque<>(2);
            ready.set(rank, queue);
        }
        queue.add(flow);
        readyCount++;
        session.wantFlush();
    }

    @Override
    public void clockStarts(SendFlow flow) {
        clockless.add(flow);
        session.wantFlush();
    }

    @Override
    public void drained(SendFlow flow) {
        drained.add(flow);
    }

    @Override
    public void windowChanged(SendFlow flow) {
        probes.windowChanged(flow);
    }

    @Override
    public void ended(SendFlow flow) {
        flows.remove(flow.id());
        probes.windowChanged(flow);
    }

    @Override
    public Transmissions transmissions() {
        return transmissions;
    }

    @Override
    public Spares spares() {
        return session.host().spares();
    }

    @Override
    public int packetRoom() {
        return session.pathMtu().room();
    }

    private void expiresAt(long atNs, long nowNs) {
        if (atNs != Long.MAX_VALUE) {
            long stepped = Math.max(atNs, nowNs + EXPIRY_STEP_NS);
            session.timers().setEarlier(SessionTimer.EXPIRY, stepped);
        }
    }
}
