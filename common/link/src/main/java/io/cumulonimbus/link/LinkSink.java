package io.cumulonimbus.link;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.DependencyChain;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import java.util.ArrayDeque;

/**
 * A flow that we send over the link: a queue, a window and what the far end reported as drained.
 *
 * <p>Only what fits into the window is under way; the rest waits here, where {@link #queuedBytes}
 * shows it to the writer and deadlines can still drop it.
 */
final class LinkSink implements MessageSink {
    /** What a message weighs in windows besides its bytes, so that empty ones are not free. */
    static final int MESSAGE_COST = 64;

    private static final long NEVER = Long.MAX_VALUE;
    private static final Message NOTHING = Message.of(new byte[0]);

    /** A message in the queue; times are absolute once the flush after the write stamped them. */
    private static final class Entry {
        final Message message;
        final Deadline deadline;
        final long lost;
        final FarViewers.Far viewer;
        long turn;
        long startByNs = NEVER;
        long finishByNs = NEVER;

        Entry(Message message, Deadline deadline, long lost) {
            this.message = message;
            this.deadline = deadline;
            this.lost = lost;
            this.viewer = null;
        }

        /** No message: a viewer that begins here. */
        Entry(FarViewers.Far viewer) {
            this.message = NOTHING;
            this.deadline = Deadline.NONE;
            this.lost = 0;
            this.viewer = viewer;
        }

        void stamp(long nowNs) {
            startByNs = at(nowNs, deadline.startWithinNs());
            finishByNs = at(nowNs, deadline.finishWithinNs());
        }

        private static long at(long nowNs, long span) {
            return span == NEVER || nowNs + span < nowNs ? NEVER : nowNs + span;
        }

        private static long left(long byNs, long nowNs) {
            return byNs == NEVER ? NEVER : Math.max(0, byNs - nowNs);
        }

        int cost() {
            return message.length() + MESSAGE_COST;
        }
    }

    private final RemoteClient client;
    private final FlowSpec spec;
    private final long answers;
    private final SinkListener listener;
    private final ArrayDeque<Entry> fresh = new ArrayDeque<>();
    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private final DependencyChain chain = new DependencyChain();
    private Entry current;
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

    LinkSink(RemoteClient client, FlowSpec spec, long answers, SinkListener listener) {
        this.client = client;
        this.spec = spec;
        this.answers = answers;
        this.listener = listener;
    }

    long id() {
        return id;
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
        add(new Entry(message, deadline, lostBefore));
        queuedBytes += message.length();
        return true;
    }

    /** Tells of a viewer behind all that was written so far. */
    void writeBehind(FarViewers.Far viewer) {
        add(new Entry(viewer));
    }

    private void add(Entry entry) {
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
        Entry next = queue.isEmpty() ? fresh.peek() : queue.peek();
        if (next != null) {
            return next.turn;
        }
        return closed && !closeSent ? closeTurn : 0;
    }

    boolean isOf(RemoteClient owner) {
        return client == owner;
    }

    /** Begins the clock of what was written since the last flush. */
    void stamp(long nowNs) {
        for (Entry entry = fresh.poll(); entry != null; entry = fresh.poll()) {
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
        if (queue.isEmpty()) {
            return closed && id != 0 && !closeSent && fresh.isEmpty();
        }
        return underWay() < client.limits().flowWindow() && client.outgoing().mayBegin(priority());
    }

    private boolean isEmpty() {
        return queue.isEmpty() && fresh.isEmpty();
    }

    private long underWay() {
        return underWayBytes + underWayMessages * MESSAGE_COST;
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
        if (queue.isEmpty()) {
            closeSent = true;
            return new LinkFrame.FlowClose(client.id(), id);
        }
        if (id == 0) {
            return announcement();
        }
        return queue.peek().viewer == null ? begin(nowNs) : viewer(nowNs);
    }

    private LinkFrame viewer(long nowNs) {
        LinkFrame frame = queue.peek().viewer.next(nowNs);
        if (frame == null || frame instanceof LinkFrame.Subscribe) {
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
        return new LinkFrame.FlowOpen(client.id(), id, answers, spec.priority(), spec.metadata());
    }

    private LinkFrame begin(long nowNs) {
        Entry entry = queue.poll();
        int length = entry.message.length();
        current = entry;
        sentOfCurrent = Math.min(length, LinkCodec.MAX_PART);
        underWayBytes += length;
        underWayMessages++;
        client.outgoing().underWay(entry.cost());
        LinkFrame frame =
                new LinkFrame.MessageBegin(
                        client.id(),
                        id,
                        length,
                        Entry.left(entry.startByNs, nowNs),
                        Entry.left(entry.finishByNs, nowNs),
                        entry.deadline.dependent(),
                        lost + entry.lost,
                        entry.message,
                        0,
                        sentOfCurrent);
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
            current = null;
        }
    }

    /** Gives up what is not worth sending any more; a message begun is finished. */
    private void expire(long nowNs) {
        while (!queue.isEmpty()) {
            Entry entry = queue.peek();
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
        client.link().counters().backlog += cost;
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
        client.outgoing().underWay(-bytes - messages * MESSAGE_COST);
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
