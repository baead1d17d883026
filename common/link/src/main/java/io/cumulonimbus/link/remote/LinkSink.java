package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.DependencyChain;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A flow that we send over the link: a queue, a window and what the far end reported as drained.
 *
 * <p>Only what fits into the window is under way; the rest waits here, where {@link #queuedBytes}
 * shows it to the writer and deadlines can still drop it.
 */
final class LinkSink implements MessageSink {
    private final RemoteClient client;
    private final FlowSpec spec;
    private final Optional<LinkIncoming> answers;
    private final SinkListener listener;
    private final ArrayDeque<QueuedMessage> fresh = new ArrayDeque<>();
    private final ArrayDeque<QueuedMessage> queue = new ArrayDeque<>();
    private final DependencyChain chain = new DependencyChain();
    private final Resending resending = new Resending(this);
    private QueuedMessage current;
    private boolean announced;
    private int sentOfCurrent;
    private long queuedBytes;
    private long waiting;
    private long underWayBytes;
    private long underWayMessages;
    private long lost;

    /** Given when the flow is announced, so that the far end sees them rise; 0 before. */
    private long id;

    private boolean closed;
    private boolean closeSent;
    private long closeTurn;

    /** Whether the client has it in one of its rings; the client's to change. */
    boolean inRing;

    LinkSink(
            RemoteClient client,
            FlowSpec spec,
            Optional<LinkIncoming> answers,
            SinkListener listener) {
        this.client = client;
        this.spec = spec;
        this.answers = answers;
        this.listener = listener;
    }

    long id() {
        return id;
    }

    Resending resending() {
        return resending;
    }

    Priority priority() {
        return spec.priority();
    }

    @Override
    public boolean write(Message message, Deadline deadline) {
        return write(message, deadline, 0);
    }

    /** As {@link #write(Message, Deadline)}, with what the flow lost before the message. */
    boolean write(Message message, Deadline deadline, long lostBefore) {
        if (closed) {
            return false;
        }
        if (message.length() > client.limits().maxMessage()) {
            client.close(CloseReason.MISBEHAVED);
            return false;
        }
        QueuedMessage entry = new QueuedMessage(message, deadline, lostBefore);
        add(entry);
        resending.written(entry, message, lostBefore);
        queuedBytes += message.length();
        return true;
    }

    /** Says something behind all that was written so far. */
    void writeBehind(QueuedMessage.Interlude interlude) {
        add(new QueuedMessage(interlude));
    }

    /** As {@link #write(Message, Deadline)}, of what answers a call. */
    boolean answer(Message message, Deadline deadline, long call) {
        boolean written = write(message, deadline, 0);
        if (written) {
            fresh.peekLast().answers = call;
        }
        return written;
    }

    private void add(QueuedMessage entry) {
        if (fresh.isEmpty()) {
            client.link().output().stamp(this);
        }
        entry.turn = client.outgoing().write(this);
        fresh.add(entry);
        weigh(entry.cost());
    }

    /** The place of what it sends next, or 0 when there is nothing. */
    long turn() {
        if (current != null) {
            return current.turn;
        }
        QueuedMessage next = queue.isEmpty() ? fresh.peek() : queue.peek();
        if (next != null) {
            return next.turn;
        }
        // Of a flow that the far end never hears of there is no end to tell, which others wait for.
        boolean heardOf = id != 0 || announced;
        return closed && !closeSent && heardOf ? closeTurn : 0;
    }

    boolean isOf(RemoteClient owner) {
        return client == owner;
    }

    /** Begins the clock of what was written since the last flush. */
    void stamp(long nowNs) {
        for (QueuedMessage entry = fresh.poll(); entry != null; entry = fresh.poll()) {
            entry.stamp(nowNs);
            queue.add(entry);
        }
        client.outgoing().offer(this);
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closeTurn = client.outgoing().write(this);
            client.outgoing().offer(this);
        }
    }

    /** Bytes, and a little for each message, that wait for the link. */
    long waiting() {
        return waiting;
    }

    /** Everything was sent, the end of the flow included. */
    boolean isSent() {
        return closeSent || closed && id == 0 && current == null && isEmpty();
    }

    /** Sent, and nothing of it is under way: the flow can be forgotten. */
    boolean isOver() {
        return isSent() && underWayMessages == 0 && underWayBytes == 0;
    }

    boolean isSendable() {
        if (current != null) {
            return true;
        }
        if (announced && id == 0) {
            return true;
        }
        if (queue.isEmpty()) {
            return closed && id != 0 && !closeSent && fresh.isEmpty();
        }
        return underWay() < client.limits().flowWindow() && client.outgoing().mayBegin(priority());
    }

    /**
     * Another origin takes over, which knows nothing: what the last one may not have is sent again.
     */
    void rehome() {
        ArrayDeque<QueuedMessage> all = resending.all(current, sentOfCurrent > 0);
        queue.stream().filter(entry -> !entry.replayed).forEach(all::add);
        queue.clear();
        queue.addAll(all);
        weigh(-waiting);
        queue.forEach(entry -> weigh(entry.cost()));
        fresh.forEach(entry -> weigh(entry.cost()));
        current = null;
        sentOfCurrent = 0;
        underWayBytes = 0;
        underWayMessages = 0;
        queuedBytes = 0;
        queue.forEach(entry -> queuedBytes += entry.message.length());
        fresh.forEach(entry -> queuedBytes += entry.message.length());
        id = 0;
        inRing = false;
        closeSent = closed && isEmpty();
        announced = !closed;
    }

    /** Whether something was written since the last flush. */
    boolean isFresh() {
        return !fresh.isEmpty();
    }

    boolean isToBeAnnounced() {
        return announced;
    }

    /** The places of all that is still to be sent. */
    LongStream turns() {
        LongStream messages =
                Stream.concat(queue.stream(), fresh.stream()).mapToLong(entry -> entry.turn);
        boolean ends = closed && !closeSent;
        return LongStream.concat(messages, ends ? LongStream.of(closeTurn) : LongStream.empty());
    }

    private boolean isEmpty() {
        return queue.isEmpty() && fresh.isEmpty();
    }

    private long underWay() {
        return underWayBytes + underWayMessages * QueuedMessage.MESSAGE_COST;
    }

    /** The next frame of the flow, or null when there is none after all. */
    LinkFrame next(long nowNs) {
        if (current != null) {
            return more();
        }
        expire(nowNs);
        if (!isSendable()) {
            return null;
        }
        if (id == 0 && announced) {
            return announcement();
        }
        if (queue.isEmpty()) {
            closeSent = true;
            return new LinkFrame.FlowClose(client.id(), id);
        }
        if (id == 0) {
            return announcement();
        }
        return queue.peek().interlude == null ? begin(nowNs) : interlude(nowNs);
    }

    private LinkFrame interlude(long nowNs) {
        LinkFrame frame = queue.peek().interlude.next(nowNs);
        if (frame == null || queue.peek().interlude.isOver()) {
            weigh(-queue.poll().cost());
        }
        return frame;
    }

    /**
     * The flow's next frame before somebody else may write to it at the far end: its announcement
     * and what was written so far; null when all of that is gone.
     */
    LinkFrame nextBeforeMedia(long nowNs) {
        if (id == 0 && !closed) {
            return announcement();
        }
        return current != null || !queue.isEmpty() ? next(nowNs) : null;
    }

    private LinkFrame announcement() {
        id = client.outgoing().nameOf(this);
        announced = false;
        return new LinkFrame.FlowOpen(
                client.id(),
                id,
                answers.map(LinkIncoming::currentId).orElse(0L),
                spec.priority(),
                spec.metadata());
    }

    private LinkFrame begin(long nowNs) {
        QueuedMessage entry = queue.poll();
        int length = entry.message.length();
        current = entry;
        sentOfCurrent = Math.min(length, LinkCodec.MAX_PART);
        underWayBytes += length;
        underWayMessages++;
        client.outgoing().underWay(entry.cost());
        LinkFrame frame = entry.begin(client.id(), id, lost, sentOfCurrent, nowNs);
        lost = 0;
        endOfPart();
        return frame;
    }

    private LinkFrame more() {
        int from = sentOfCurrent;
        Message message = current.message;
        int length = Math.min(message.length() - from, LinkCodec.MAX_PART);
        sentOfCurrent += length;
        endOfPart();
        return new LinkFrame.MessageMore(client.id(), id, message, from, length);
    }

    private void endOfPart() {
        if (sentOfCurrent == current.message.length()) {
            weigh(-current.cost());
            client.kept().calls().answering(current.answers);
            if (client.link().mayMove()) {
                resending.sent(current, client.link().sequence());
            }
            current = null;
        }
    }

    /** Gives up what is not worth sending any more; a message begun is finished. */
    private void expire(long nowNs) {
        while (!queue.isEmpty()) {
            QueuedMessage entry = queue.peek();
            boolean useless = chain.isUseless(entry.deadline);
            if (!useless && entry.startByNs - nowNs > 0 && entry.finishByNs - nowNs > 0) {
                return;
            }
            queue.poll();
            chain.abandoned(entry.deadline);
            weigh(-entry.cost());
            lost += entry.lost + 1;
            client.link().counters().expired++;
            drained(entry.message.length());
            listener.onAbandoned(1);
        }
    }

    private void weigh(long cost) {
        waiting += cost;
        client.outgoing().weigh(cost);
    }

    private void drained(long bytes) {
        queuedBytes -= bytes;
        listener.onDrained(bytes);
    }

    /** The far end took so many messages and let go of so many bytes. */
    void onDrained(LinkFrame.Drained report) throws MalformedFrameException {
        long messages = report.messages();
        long bytes = report.bytes();
        if (messages > underWayMessages || bytes > underWayBytes) {
            throw new MalformedFrameException("more drained than was sent");
        }
        underWayMessages -= messages;
        underWayBytes -= bytes;
        client.outgoing().underWay(-bytes - messages * QueuedMessage.MESSAGE_COST);
        if (bytes > 0) {
            drained(bytes);
        }
        if (report.abandoned() > 0) {
            listener.onAbandoned(report.abandoned());
        }
        client.outgoing().offer(this);
    }

    /** The far end refused the flow. */
    void onReject(long code) {
        boolean told = closed && closeSent;
        abandon();
        if (!told) {
            listener.onException(code);
        }
    }

    /** Nothing more is sent, and nothing is waited for. */
    void abandon() {
        closed = true;
        closeSent = true;
        current = null;
        queue.clear();
        fresh.clear();
        weigh(-waiting);
        client.outgoing().underWay(-underWay());
        underWayBytes = 0;
        underWayMessages = 0;
        queuedBytes = 0;
    }
}
