package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.UserData;
import java.util.Optional;

/**
 * A receiving flow (RFC 7016 §3.6.3): records what arrived, puts messages together, delivers them
 * in order and knows what to acknowledge.
 *
 * <p>When to acknowledge is the session's decision; the flow says that it is ready, and when it is
 * urgent.
 */
public final class RecvFlow implements IncomingFlow {
    private static final int BLOCK = 1024;
    private static final int BRIEF_GAPS = 8;

    /** RFC 7016 §3.6.2: what a sender takes for granted before our first acknowledgement. */
    private static final int ASSUMED_WINDOW = 65_536;

    /** What a receiving flow needs of its session. */
    public interface Owner {
        /** The flow has something to acknowledge; it may wait. */
        void readyToAcknowledge(RecvFlow flow);

        /** Acknowledgements should leave as soon as possible. */
        void acknowledgeNow();

        /** The flow's buffer grew, or shrank when negative. */
        void buffered(long bytes);

        /** Bytes that the session still has for buffers. */
        long room();

        /**
         * Whether buffers are used up, and this session holds so many times what each may hold in
         * any case.
         */
        boolean holdsTooMuch(int shares);

        /** Every number up to the final one has arrived: the flow lingers from now on. */
        void completed(RecvFlow flow);
    }

    /** RFC 7016 figure 22. */
    private enum State {
        OPEN,
        REJECTED,
        COMPLETE_LINGER,
        CLOSED
    }

    private final long id;
    private final byte[] metadata;
    private final Optional<MessageSink> answers;
    private final FlowLimits limits;
    private final Owner owner;
    private final SequenceSet numbers;
    private final RecvBuffer buffer = new RecvBuffer();
    private State state = State.OPEN;
    private FlowHandler handler;
    private long reportedSize;
    private long deliveredThrough;
    private long finalNumber;
    private long advertised = -1;
    private long exceptionCode;
    private boolean finalKnown;
    private boolean suspended;
    private boolean delivering;
    private boolean ready;
    private boolean muted;

    /** A flow that the far end just opened and nobody takes yet. */
    public RecvFlow(
            long id,
            byte[] metadata,
            Optional<MessageSink> answers,
            FlowLimits limits,
            Owner owner) {
        this.id = id;
        this.metadata = metadata;
        this.answers = answers;
        this.limits = limits;
        this.owner = owner;
        this.numbers = new SequenceSet(limits.maxGaps());
    }

    /** The far end's number of the flow; means nothing else. */
    public long id() {
        return id;
    }

    /** Whether messages still come and return flows may be opened. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether the flow was rejected and its acknowledgements say so. */
    public boolean isRejected() {
        return state == State.REJECTED;
    }

    /** The code that goes with a rejection. */
    public long exceptionCode() {
        return exceptionCode;
    }

    /** From here on messages go to {@code handler}. */
    public void open(FlowHandler handler) {
        this.handler = handler;
    }

    @Override
    public byte[] metadata() {
        return metadata;
    }

    @Override
    public Optional<MessageSink> answers() {
        return answers;
    }

    // RFC 7016 §3.6.3.7
    @Override
    public void reject(long code) {
        if (state != State.OPEN) {
            return;
        }
        state = State.REJECTED;
        exceptionCode = code;
        buffer.clear();
        settle();
        owe();
        owner.acknowledgeNow();
    }

    @Override
    public void suspend(boolean suspended) {
        if (this.suspended == suspended) {
            return;
        }
        this.suspended = suspended;
        if (suspended || state == State.REJECTED || state == State.CLOSED) {
            return;
        }
        deliver();
        settle();
        if (advertised >= 0 && advertised < limits.receiveBuffer() / 2 / BLOCK) {
            // The far end may have stopped: tell it of the room there is again.
            owe();
            owner.acknowledgeNow();
        }
    }

    /** Takes one fragment. */
    // RFC 7016 §3.6.3.2
    public void receive(UserData chunk) {
        owe();
        if (state == State.OPEN && FlowOptions.refuse(chunk.options())) {
            refuse();
        }
        boolean duplicate = numbers.contains(chunk.sequenceNumber());
        boolean urgent =
                state != State.OPEN
                        || (advertised >= 0 && advertised < 2)
                        || chunk.abandon()
                        || numbers.hasGaps()
                        || duplicate;
        if (state == State.OPEN || state == State.REJECTED) {
            urgent |= record(chunk, duplicate);
            deliver();
            complete();
        }
        if (urgent || numbers.hasGaps() || limits.receiveBuffer() - buffer.size() < BLOCK) {
            owner.acknowledgeNow();
        }
        settle();
    }

    /** A buffer probe asks how much room there is. */
    // RFC 7016 §3.6.3.6
    public void probed() {
        owe();
        owner.acknowledgeNow();
    }

    /** What is to be acknowledged now. */
    public Ack acknowledgement() {
        return new Ack(id, advertisedBlocks(), numbers.cumulative(), numbers.ranges());
    }

    /** Whether its acknowledgement is short enough to be sent twice. */
    public boolean isBrief() {
        return state == State.OPEN && numbers.gaps() <= BRIEF_GAPS;
    }

    /** The acknowledgement is on its way. */
    public void acknowledged(Ack sent) {
        ready = false;
        advertised = sent.bufferBlocks();
    }

    /** From here on what comes is acknowledged and thrown away; its user hears that it ended. */
    public void mute() {
        muted = true;
        buffer.clear();
        settle();
        tellEnd();
    }

    /** Whether its user heard of its end, or it never had one. */
    public boolean isTaken() {
        return handler == null;
    }

    /** There is no room to remember it: what its user has not taken yet is lost. */
    public void forget() {
        if (!isTaken()) {
            abort();
        }
    }

    /** The session left its open state: nothing more comes. Called once. */
    public void abort() {
        state = State.CLOSED;
        buffer.clear();
        settle();
        tellEnd();
    }

    /** Notes the chunk's numbers and data; whether that is worth an immediate acknowledgement. */
    private boolean record(UserData chunk, boolean duplicate) {
        boolean firstFinal = !duplicate && chunk.last() && !finalKnown;
        if (firstFinal) {
            finalKnown = true;
            finalNumber = chunk.sequenceNumber();
        }
        numbers.addThrough(chunk.forwardSequenceNumber());
        if (duplicate || beyondFinal(chunk) || isTooMuch(chunk)) {
            return firstFinal;
        }
        boolean added = numbers.add(chunk.sequenceNumber());
        if (added && state == State.OPEN && !muted && !chunk.abandon()) {
            buffer.insert(chunk);
        }
        return firstFinal;
    }

    private boolean beyondFinal(UserData chunk) {
        return finalKnown && Long.compareUnsigned(chunk.sequenceNumber(), finalNumber) > 0;
    }

    /** Whether the sender ignores the window so far that its data is not even noted. */
    private boolean isTooMuch(UserData chunk) {
        boolean next = chunk.sequenceNumber() == numbers.cumulative() + 1;
        boolean useful = next && !suspended; // it may let go of what waits for it
        long most = 2L * limits.receiveBuffer() + ASSUMED_WINDOW;
        return !chunk.abandon()
                && (!useful && buffer.size() >= most || owner.holdsTooMuch(useful ? 2 : 1));
    }

    private void deliver() {
        if (delivering || handler == null) {
            return;
        }
        delivering = true;
        try {
            while (!suspended && (state == State.OPEN || state == State.COMPLETE_LINGER)) {
                Message message = buffer.next(numbers.cumulative());
                if (message == null) {
                    break;
                }
                long first = buffer.firstOfMessage();
                long lost = first - deliveredThrough - 1;
                deliveredThrough = buffer.lastOfMessage();
                handler.onMessage(message, lost < 0 ? Long.MAX_VALUE : lost);
            }
        } finally {
            delivering = false;
        }
        if (state == State.OPEN && buffer.segmentBytes() > limits.maxMessage()) {
            refuse();
        }
        if (state == State.COMPLETE_LINGER && !suspended) {
            buffer.clear();
            tellEnd();
        }
    }

    // RFC 7016 §3.6.3.8
    private void complete() {
        boolean all = finalKnown && Long.compareUnsigned(numbers.cumulative(), finalNumber) >= 0;
        if (!all || state == State.CLOSED) {
            return;
        }
        boolean wasOpen = state == State.OPEN;
        state = State.COMPLETE_LINGER;
        owe();
        owner.acknowledgeNow();
        owner.completed(this);
        if (!wasOpen || !suspended && !delivering) {
            buffer.clear();
            tellEnd();
        }
    }

    /** Rejects the flow for a reason of ours; its user hears that it ended. */
    private void refuse() {
        reject(0);
        tellEnd();
    }

    private void tellEnd() {
        FlowHandler told = handler;
        handler = null;
        if (told != null) {
            told.onClosed();
        }
    }

    private void owe() {
        if (!ready) {
            ready = true;
            owner.readyToAcknowledge(this);
        }
    }

    private void settle() {
        long change = buffer.size() - reportedSize;
        if (change != 0) {
            reportedSize = buffer.size();
            owner.buffered(change);
        }
    }

    // RFC 7016 §3.6.3.5
    private long advertisedBlocks() {
        long free = Math.min(limits.receiveBuffer() - buffer.size(), owner.room());
        long blocks = Math.max(0, free + BLOCK - 1) / BLOCK;
        return blocks == 0 && !suspended ? 1 : blocks;
    }
}
