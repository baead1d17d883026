package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.AckForm;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.FlowExceptionReport;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.flow.FlowOptions;
import io.cumulonimbus.rtmfp.flow.RecvFlow;
import io.cumulonimbus.rtmfp.flow.SendFlow;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The receiving flows of a session: opens them, times their acknowledgements, lets complete ones
 * linger (RFC 7016 §3.6.3).
 */
final class ReceivingFlows implements RecvFlow.Owner {
    /** §3.6.3.4.4: acknowledgements wait this long at most. */
    private static final long ACK_DELAY_NS = 200_000_000L;

    /** §3.6.3.2: every second packet with user data is acknowledged at once. */
    private static final int PACKETS_PER_ACK = 2;

    /** Above the limit by this factor a far end ignores our windows and is thrown out. */
    private static final int ABUSE = 4;

    private record Lingering(RecvFlow flow, long untilNs) {}

    private final Session session;
    private final Map<Long, RecvFlow> flows = new HashMap<>(4);
    private final ArrayDeque<RecvFlow> ready = new ArrayDeque<>(4);
    private final ArrayDeque<Lingering> lingering = new ArrayDeque<>(1);
    private final List<RecvFlow> again = new ArrayList<>(1);
    private int open;
    private long buffered;
    private int dataPackets;
    private boolean dataInPacket;
    private boolean urgent;
    private boolean muted;

    ReceivingFlows(Session session) {
        this.session = session;
    }

    /** Whether an acknowledgement should leave as soon as possible. */
    boolean isUrgent() {
        return urgent && !ready.isEmpty();
    }

    /** Whether there is no flow that is not complete. */
    boolean isIdle() {
        return open == 0;
    }

    void receive(UserData chunk) {
        dataInPacket = true;
        RecvFlow flow = flows.get(chunk.flowId());
        if (flow == null) {
            if (open >= session.config().maxReceivingFlows()) {
                session.host().countOverLimit();
                return;
            }
            flow = start(chunk);
            if (!session.isOpen()) {
                return;
            }
            acknowledgeNow();
        }
        flow.receive(chunk);
    }

    void probe(long flowId) {
        RecvFlow flow = flows.get(flowId);
        if (flow != null) {
            flow.probed();
        }
    }

    /** All chunks of a packet were processed; answers false when the far end is abusive. */
    // RFC 7016 §3.6.3.2
    boolean packetEnds() {
        if (dataInPacket) {
            dataInPacket = false;
            if (++dataPackets >= PACKETS_PER_ACK) {
                acknowledgeNow();
            }
        }
        return buffered <= ABUSE * session.config().buffers();
    }

    /** Writes acknowledgements for as long as they fit. */
    // RFC 7016 §3.6.3.4.5, §3.6.3.4.6
    void assemble(PacketWriter out) {
        boolean first = out.length() == 0;
        // Packets that came together are acknowledged together. That alone would let the loss of
        // one packet stop a far end with a small window until its time-out, so what stands for
        // several acknowledgements is sent twice.
        boolean twice = dataPackets > PACKETS_PER_ACK;
        while (!ready.isEmpty()) {
            if (!write(ready.peek(), out, first)) {
                return;
            }
            RecvFlow flow = ready.poll();
            if (twice && flow.isBrief()) {
                again.add(flow);
            }
            first = false;
        }
        urgent = false;
        dataPackets = 0;
        session.timers().clear(SessionTimer.DELAYED_ACK);
        again.forEach(RecvFlow::probed);
        again.clear();
    }

    void delayIsOver() {
        if (!ready.isEmpty()) {
            acknowledgeNow();
        }
    }

    void lingerIsOver(long nowNs) {
        while (!lingering.isEmpty() && lingering.peek().untilNs() <= nowNs) {
            RecvFlow flow = lingering.poll().flow();
            if (flow.isTaken()) {
                flows.remove(flow.id());
            } else {
                // Its user suspended it and has the rest to come; the session's end must reach it.
                lingering.add(
                        new Lingering(flow, nowNs + SessionTimes.flowLinger(session.config())));
            }
        }
        if (!lingering.isEmpty()) {
            session.timers().set(SessionTimer.LINGER, lingering.peek().untilNs());
        }
    }

    /** From here on everything is acknowledged and nothing delivered. */
    void mute() {
        muted = true;
        for (RecvFlow flow : snapshot()) {
            flow.mute();
        }
    }

    void abort() {
        List<RecvFlow> all = snapshot();
        flows.clear();
        ready.clear();
        lingering.clear();
        urgent = false;
        open = 0;
        for (RecvFlow flow : all) {
            flow.abort();
        }
    }

    @Override
    public void readyToAcknowledge(RecvFlow flow) {
        ready.add(flow);
        if (!session.timers().isSet(SessionTimer.DELAYED_ACK)) {
            session.timers().set(SessionTimer.DELAYED_ACK, session.now() + ACK_DELAY_NS);
        }
    }

    @Override
    public void acknowledgeNow() {
        urgent = true;
        session.wantFlush();
    }

    @Override
    public void buffered(long bytes) {
        buffered += bytes;
        session.host().buffered(bytes);
    }

    @Override
    public long room() {
        return Math.max(0, Math.min(session.config().buffers() - buffered, session.host().room()));
    }

    @Override
    public boolean holdsTooMuch(int shares) {
        SessionHost host = session.host();
        return host.room() <= 0 && buffered >= shares * host.share();
    }

    @Override
    public void completed(RecvFlow flow) {
        open--;
        lingering.add(
                new Lingering(flow, session.now() + SessionTimes.flowLinger(session.config())));
        if (lingering.size() > session.config().maxLingeringFlows()) {
            RecvFlow oldest = lingering.poll().flow();
            flows.remove(oldest.id());
            oldest.forget();
        }
        session.timers().set(SessionTimer.LINGER, lingering.peek().untilNs());
    }

    // RFC 7016 §3.6.3.1
    private RecvFlow start(UserData chunk) {
        FlowOptions options = FlowOptions.of(chunk.options());
        Optional<SendFlow> answered =
                options.answers().isPresent()
                        ? session.sending().find(options.answers().getAsLong())
                        : Optional.empty();
        RecvFlow flow =
                new RecvFlow(
                        chunk.flowId(),
                        options.metadata().orElse(new byte[0]),
                        answered.map(MessageSink.class::cast),
                        session.config().flow(),
                        this);
        flows.put(flow.id(), flow);
        open++;
        boolean answersOpenFlow =
                options.answers().isEmpty() || answered.filter(SendFlow::isOpen).isPresent();
        if (options.metadata().isEmpty() || !options.understood() || !answersOpenFlow) {
            flow.reject(0);
        } else if (muted) {
            flow.mute();
        } else {
            Optional<FlowHandler> handler = session.handler().onFlow(flow);
            handler.ifPresentOrElse(flow::open, () -> flow.reject(0));
        }
        return flow;
    }

    private static boolean write(RecvFlow flow, PacketWriter out, boolean first) {
        int before = out.position();
        if (flow.isRejected()) {
            // RFC 7016 §3.6.3.7: in front of every acknowledgement
            var report = new FlowExceptionReport(flow.id(), flow.exceptionCode());
            if (!ChunkEncoder.encode(report, out)) {
                return false;
            }
        }
        Ack ack = flow.acknowledgement();
        boolean written =
                ChunkEncoder.ack(ack, AckForm.RANGES, out)
                        || first && ChunkEncoder.ackTruncated(ack, out);
        if (!written) {
            out.rewind(before);
            return false;
        }
        flow.acknowledged(ack);
        return true;
    }

    private List<RecvFlow> snapshot() {
        return new ArrayList<>(flows.values());
    }
}
