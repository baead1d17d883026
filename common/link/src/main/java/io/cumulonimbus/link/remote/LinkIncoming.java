package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.link.remote.Assembly.Arrived;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.MessageBegin;
import io.cumulonimbus.link.wire.LinkFrame.MessageMore;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A flow that comes over the link: puts messages together, hands them on, reports what drained.
 *
 * <p>While suspended it holds at most a window of messages; the sender has nothing more to send
 * until some of it is reported as drained.
 */
final class LinkIncoming implements IncomingFlow {
    private final RemoteClient client;
    private final long id;
    private final byte[] metadata;
    private final Optional<MessageSink> answers;
    private final Priority priority;
    private final ArrayDeque<Arrived> held = new ArrayDeque<>();
    private FlowHandler handler;
    private Assembly assembly;
    private boolean suspended;
    private boolean closing;
    private boolean over;
    private boolean forgotten;
    private Optional<LinkIncoming> successor = Optional.empty();
    private boolean rejected;
    private long rejectCode;
    private long takenMessages;
    private long drainedBytes;
    private long abandonedMessages;
    private long underWayMessages;
    private long underWayBytes;

    /** Whether the client has it among those with something to report; the client's to change. */
    boolean noted;

    /** Whether the link will hand on what it holds; the link's to change. */
    boolean resuming;

    LinkIncoming(
            RemoteClient client,
            long id,
            byte[] metadata,
            Optional<MessageSink> answers,
            Priority priority) {
        this.client = client;
        this.id = id;
        this.metadata = metadata;
        this.answers = answers;
        this.priority = priority;
    }

    /** Sets who takes the messages; before the first. */
    void handledBy(FlowHandler taker) {
        handler = taker;
    }

    FlowHandler handler() {
        return handler;
    }

    long id() {
        return id;
    }

    @Override
    public byte[] metadata() {
        return metadata;
    }

    @Override
    public Optional<MessageSink> answers() {
        return answers;
    }

    /** The flow that took its place at another origin, for whoever answers it. */
    void succeededBy(LinkIncoming flow) {
        successor = Optional.of(flow);
    }

    /** Its number as the far end of now knows it; 0 when that does not. */
    long currentId() {
        LinkIncoming last = this;
        while (last.successor.isPresent()) {
            last = last.successor.get();
        }
        return last.forgotten ? 0 : last.id;
    }

    /** The origin that opened it is lost; whoever took its messages keeps what it has. */
    void orphan() {
        forgotten = true;
        over = true;
        dropAssembly();
        held.clear();
    }

    /** The priority that the far end gave it. */
    Priority priority() {
        return priority;
    }

    RemoteClient client() {
        return client;
    }

    @Override
    public void suspend(boolean stop) {
        suspended = stop;
        if (!stop && !resuming && isWaiting()) {
            client.link().output().resume(this);
        }
    }

    private boolean isWaiting() {
        return client.arrivals().map(ArrivalOrder::goesOn).orElse(!held.isEmpty() || closing);
    }

    @Override
    public void reject(long code) {
        if (!over) {
            rejected = true;
            rejectCode = code;
            end();
            client.note(this);
        } else if (!rejected) {
            // The sender ended the flow already; it still waits for what was queued behind us.
            consumed(underWayBytes - drainedBytes);
        }
    }

    void onBegin(MessageBegin f) throws MalformedFrameException {
        if (assembly != null || closing) {
            throw new MalformedFrameException("a message within a message");
        }
        if (underWayBytes + underWayMessages * QueuedMessage.MESSAGE_COST
                >= client.limits().flowWindow()) {
            throw new MalformedFrameException("more than the window allows");
        }
        if (f.total() > client.limits().maxMessage()) {
            throw new MalformedFrameException("a message of " + f.total() + " bytes");
        }
        underWayMessages++;
        underWayBytes += f.total();
        assembly = new Assembly(f);
        client.assembling(assembly.size());
        add(f.part(), f.from(), f.length());
    }

    void onMore(MessageMore f) throws MalformedFrameException {
        if (assembly == null) {
            throw new MalformedFrameException("the middle of no message");
        }
        add(f.part(), f.from(), f.length());
    }

    private void add(Message part, int from, int length) throws MalformedFrameException {
        int before = assembly.size();
        if (!assembly.add(part, from, length)) {
            throw new MalformedFrameException("more than was promised");
        }
        client.assembling(assembly.size() - before);
        if (!over && assembly.isComplete()) {
            if (assembly.answers() != 0) {
                client.kept().calls().answered(assembly.answers());
            }
            Arrived arrived = assembly.arrived();
            dropAssembly();
            if (client.arrivals().isPresent()) {
                client.arrivals().get().arrived(this, arrived);
            } else if (suspended || !held.isEmpty()) {
                held.add(arrived);
            } else {
                deliver(arrived);
            }
        }
    }

    boolean isSuspended() {
        return suspended;
    }

    /** A message whose turn it is. */
    void handOn(Arrived arrived) {
        if (!over) {
            deliver(arrived);
        }
    }

    /** Its end, behind all its messages. */
    void ends() {
        end();
    }

    private void dropAssembly() {
        if (assembly != null) {
            client.assembling(-assembly.size());
            assembly = null;
        }
    }

    private void deliver(Arrived arrived) {
        takenMessages++;
        int length = arrived.message().length();
        if (client.isClosing()) {
            consumed(length);
        } else if (handler instanceof RelayTarget relay) {
            relay.onMessage(arrived.message(), arrived.deadline());
        } else {
            handOver(arrived);
            consumed(length);
        }
        maybeNote();
    }

    private void handOver(Arrived arrived) {
        Arrival how = arrived.arrival();
        if (how.number() > 0) {
            handler.onMedia(arrived.message(), how);
        } else if (arrived.again()) {
            handler.onRepeated(arrived.message(), how.lostBefore());
        } else {
            handler.onMessage(arrived.message(), how.lostBefore());
        }
    }

    /** So many bytes have left us; called by who took them over, also after the flow's end. */
    void consumed(long bytes) {
        drainedBytes = Math.min(drainedBytes + bytes, underWayBytes);
        maybeNote();
    }

    /** So many messages that a relay took were given up; reported with the next bytes. */
    void abandoned(long messages) {
        abandonedMessages += messages;
        maybeNote();
    }

    /** Reports at once what a relay passed on; what ends here only when it is worth a frame. */
    private void maybeNote() {
        if (forgotten) {
            return;
        }
        long cost = drainedBytes + abandonedMessages + takenMessages * QueuedMessage.MESSAGE_COST;
        boolean worth = cost >= client.limits().flowWindow() / 4;
        if (cost > 0 && !rejected && (handler instanceof RelayTarget || worth || closing)) {
            client.note(this);
        }
    }

    /** Hands on what is held, until suspended again. */
    void resume() {
        resuming = false;
        if (client.arrivals().isPresent()) {
            client.arrivals().get().resume();
            return;
        }
        while (!held.isEmpty() && !suspended && !over) {
            deliver(held.poll());
        }
        if (closing && held.isEmpty()) {
            end();
        }
    }

    /** The far end ended the flow; its handler hears so after the messages that are held. */
    void onFarClose() throws MalformedFrameException {
        if (assembly != null || closing) {
            throw new MalformedFrameException("a flow that ends within a message, or twice");
        }
        closing = true;
        if (client.arrivals().isPresent()) {
            client.arrivals().get().arrived(this, null);
        } else if (held.isEmpty()) {
            end();
        }
    }

    /** The session is over: hands on what may be handed on, and ends. */
    void endWithSession() {
        resume();
        end();
    }

    private void end() {
        if (!over) {
            over = true;
            dropAssembly();
            held.clear();
            client.forget(this);
            maybeNote();
            handler.onClosed();
        }
    }

    /** The report that is due, or null; what it reports is reported. */
    LinkFrame report() {
        noted = false;
        if (rejected) {
            return new LinkFrame.FlowReject(client.id(), id, rejectCode);
        }
        if (takenMessages == 0 && drainedBytes == 0 && abandonedMessages == 0) {
            return null;
        }
        LinkFrame frame =
                new LinkFrame.Drained(
                        client.id(), id, takenMessages, drainedBytes, abandonedMessages);
        underWayMessages -= takenMessages;
        underWayBytes -= drainedBytes;
        takenMessages = 0;
        drainedBytes = 0;
        abandonedMessages = 0;
        return frame;
    }
}
