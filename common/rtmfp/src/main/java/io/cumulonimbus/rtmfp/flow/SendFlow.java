package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.rtmfp.packet.Vlu;
import java.util.List;
import java.util.OptionalLong;

/**
 * A sending flow (RFC 7016 §3.6.2): writes fragments straight from messages into packets, until the
 * far end has acknowledged or a deadline has passed.
 *
 * <p>When to send, and which flow first, is the session's decision.
 */
public final class SendFlow implements MessageSink {
    /** RFC 7016 §3.6.2: the far end's window before its first acknowledgement, in bytes. */
    private static final long ASSUMED_WINDOW = 65_536;

    private static final long BLOCK = 1024;

    /** A window is never taken to be larger; it would not be used. */
    private static final long MAX_BLOCKS = 1 << 20;

    /** Less room than this at the end of a packet is not worth a chunk of its own, in bytes. */
    private static final int WORTHWHILE = 200;

    /** What a sending flow needs of its session. */
    public interface Owner {
        /** A message of so many bytes was taken. */
        default void wrote(int length) {}

        /** The flow may have something to send. */
        void wake(SendFlow flow);

        /** A message with a deadline was written, whose clock starts at the next flush. */
        void clockStarts(SendFlow flow);

        /** The flow has drained bytes to tell its listener once the present input is processed. */
        void drained(SendFlow flow);

        /** The far end closed its window, or reopened it. */
        void windowChanged(SendFlow flow);

        /** Everything was acknowledged, the end included: the flow is no more. */
        void ended(SendFlow flow);

        /** What the session has in flight. */
        Transmissions transmissions();

        /** Queue entries to be used again. */
        Spares spares();

        /** Bytes of chunks that an empty packet takes. */
        int packetRoom();
    }

    /** RFC 7016 figure 19; ids are never used twice, so nothing lingers. */
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final long id;
    private final Priority priority;
    private final SinkListener listener;
    private final Owner owner;
    private final SendQueue queue;
    private State state = State.OPEN;
    private List<Option> startupOptions;
    private long optionsPacket = -1;
    private long farWindow = ASSUMED_WINDOW;
    private long outstanding;
    private long queuedBytes;
    private long drainedBytes;
    private boolean rejected;
    private boolean clockless;
    private boolean ready;

    /**
     * A new flow; nothing is sent before the first message or the end.
     *
     * @param answers the far end's flow that it is a return flow to
     */
    public SendFlow(
            long id, FlowSpec spec, OptionalLong answers, SinkListener listener, Owner owner) {
        this.id = id;
        this.priority = spec.priority();
        this.listener = listener;
        this.owner = owner;
        this.queue = new SendQueue(this, owner.spares());
        this.startupOptions = FlowOptions.startup(spec.metadata(), answers);
    }

    /** Our number of the flow. */
    public long id() {
        return id;
    }

    /** Its rank among the flows of its session. */
    public Priority priority() {
        return priority;
    }

    @Override
    public boolean write(Message message, Deadline deadline) {
        if (state != State.OPEN) {
            return false;
        }
        queuedBytes += message.length();
        owner.wrote(message.length());
        drain(queue.add(owner.spares().message(message, deadline)));
        if (deadline.expires() && !clockless) {
            clockless = true;
            owner.clockStarts(this);
        }
        owner.wake(this);
        return true;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    // RFC 7016 §3.6.2.11
    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            queue.end();
            owner.wake(this);
        }
    }

    /** F_OUTSTANDING_BYTES. */
    public long outstanding() {
        return outstanding;
    }

    /** RX_BUFFER_SIZE: what the far end was ready to take when it acknowledged last, in bytes. */
    public long farWindow() {
        return farWindow;
    }

    /** Whether it was not refused and the far end's window is shut. */
    public boolean isSuspended() {
        return farWindow == 0 && !rejected && state != State.CLOSED;
    }

    /** Whether there is something to send, windows permitting. */
    public boolean hasWork() {
        return state != State.CLOSED && queue.hasEligible();
    }

    /** Notes that the session has it among the flows to send; false when it had before. */
    public boolean markReady() {
        boolean news = !ready;
        ready = true;
        return news;
    }

    /** Notes that the session has it no longer among the flows to send. */
    public void clearReady() {
        ready = false;
    }

    /** Adds chunks to a packet under assembly for as long as there are any and they fit. */
    // RFC 7016 §3.6.2.3
    public Filling fill(PacketWriter out, ChunkEncoder encoder) {
        while (state != State.CLOSED) {
            Fragment fragment = queue.eligible();
            if (fragment == null && queue.nextMessage() == null) {
                return Filling.IDLE;
            }
            // §3.6.2.9
            if (!rejected && outstanding >= farWindow) {
                return Filling.BLOCKED;
            }
            if (!owner.transmissions().allows()) {
                return Filling.FULL;
            }
            boolean written =
                    fragment == null ? writeNew(out, encoder) : write(fragment, out, encoder);
            if (!written) {
                return Filling.FULL;
            }
        }
        return Filling.IDLE;
    }

    /** An acknowledgement of this flow was received. */
    // RFC 7016 §3.6.2.4
    public void acknowledge(Ack ack) {
        owner.transmissions().acknowledgement();
        startupOptions = List.of();
        boolean wasSuspended = isSuspended();
        long blocks = ack.bufferBlocks();
        farWindow = BLOCK * (blocks < 0 ? MAX_BLOCKS : Math.min(blocks, MAX_BLOCKS));
        queue.acknowledge(ack.cumulative(), ack.received());
        if (wasSuspended != isSuspended()) {
            owner.windowChanged(this);
        }
        if (state == State.CLOSING && queue.isComplete()) {
            state = State.CLOSED;
            owner.ended(this);
        } else if (queue.hasEligible()) {
            owner.wake(this);
        }
    }

    /** The far end refuses the flow. */
    // RFC 7016 §3.6.2.10
    public void exception(long code) {
        if (rejected || state == State.CLOSED) {
            return;
        }
        rejected = true;
        boolean wasOpen = state == State.OPEN;
        drain(queue.abandonAll());
        close();
        owner.wake(this);
        owner.windowChanged(this);
        if (wasOpen) {
            listener.onException(code);
        }
    }

    /** Abandons what is past its deadline; answers when to ask again. */
    public long expire(long nowNs) {
        if (queue.expiry() <= nowNs) {
            drain(queue.abandonExpired(nowNs));
            if (queue.hasEligible()) {
                owner.wake(this);
            }
        }
        return queue.expiry();
    }

    /** Deadlines of what was written since begin to count; answers when the first one ends. */
    public long startClocks(long nowNs) {
        clockless = false;
        return queue.startClocks(nowNs);
    }

    /** Tells the listener of bytes that left the queue. */
    public void tellDrained() {
        long bytes = drainedBytes;
        drainedBytes = 0;
        long abandoned = queue.takeAbandoned();
        if (bytes > 0) {
            listener.onDrained(bytes);
        }
        if (abandoned > 0 && isOpen()) {
            listener.onAbandoned(abandoned);
        }
    }

    /** The session left its open state: nothing more is sent. */
    public void abort() {
        state = State.CLOSED;
        drain(queue.abandonAll());
    }

    void acknowledged(Fragment fragment) {
        if (fragment.inFlight) {
            outstanding -= fragment.transmitSize;
        }
        owner.transmissions().acknowledged(fragment);
        drain(fragment.message.acknowledge(fragment.length));
    }

    void lost(Fragment fragment) {
        outstanding -= fragment.transmitSize;
        queue.lost(fragment);
        owner.wake(this);
    }

    private boolean write(Fragment fragment, PacketWriter out, ChunkEncoder encoder) {
        long forward = queue.forwardNumber();
        List<Option> options = optionsIn(out);
        boolean abandoned = fragment.isAbandoned();
        int length = abandoned ? 0 : fragment.length;
        int size = length + encoder.userDataOverhead(out, id, fragment.number, forward, options);
        if (size > out.remaining()) {
            return false;
        }
        encoder.userData(
                out,
                id,
                fragment.number,
                forward,
                fragment.control,
                abandoned,
                fragment.last,
                options,
                fragment.message.message(),
                abandoned ? 0 : fragment.from,
                length);
        optionsPacket = out.packets();
        queue.sent(fragment);
        fragment.sentAbandoned = abandoned;
        owner.transmissions().sent(fragment, size);
        outstanding += size;
        return true;
    }

    /** Cuts a fragment of the length that this packet takes. */
    // RFC 7016 §3.6.2.2
    private boolean writeNew(PacketWriter out, ChunkEncoder encoder) {
        long number = queue.nextNumber();
        long forward = queue.forwardNumber();
        int overhead = encoder.userDataOverhead(out, id, number, forward, optionsIn(out));
        int room = out.remaining() - overhead;
        // It must also fit when it is sent again, alone, as the first chunk of its packet.
        int most = Math.min(room, owner.packetRoom() - aloneOverhead(number, forward));
        int remaining = queue.nextMessage().remaining();
        if (remaining > most && room < WORTHWHILE || most < 0) {
            return false;
        }
        return write(queue.cut(Math.min(remaining, most)), out, encoder);
    }

    private int aloneOverhead(long number, long forward) {
        return ChunkEncoder.CHUNK_HEADER
                + 1
                + Vlu.length(id)
                + Vlu.length(number)
                + Vlu.length(number - forward)
                + (startupOptions.isEmpty() ? 0 : Options.listLength(startupOptions));
    }

    /**
     * Options go with the first chunk of the flow in every packet until the first acknowledgement.
     */
    // RFC 7016 §2.3.11.1.1, §3.6.2.3.1
    private List<Option> optionsIn(PacketWriter out) {
        return out.packets() == optionsPacket ? List.of() : startupOptions;
    }

    private void drain(long bytes) {
        if (bytes > 0) {
            if (drainedBytes == 0) {
                owner.drained(this);
            }
            queuedBytes -= bytes;
            drainedBytes += bytes;
        }
    }
}
