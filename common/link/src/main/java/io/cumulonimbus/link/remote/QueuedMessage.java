package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.wire.LinkFrame;

/**
 * A message in the queue of a flow; times are absolute once the flush after the write stamped them.
 */
final class QueuedMessage {
    /** What a message weighs in windows besides its bytes, so that empty ones are not free. */
    static final int MESSAGE_COST = 64;

    private static final long NEVER = Long.MAX_VALUE;
    private static final Message NOTHING = Message.of(new byte[0]);

    final Message message;
    final Deadline deadline;
    final long lost;
    final Interlude interlude;
    long turn;
    long startByNs = NEVER;
    long finishByNs = NEVER;
    boolean again;

    /** The call that it answers, if that is kept count of. */
    long answers;

    /** Of media, where it came in. */
    long number;

    /** The group of pictures that it belongs to. */
    long group;

    /** Whether that begins with it. */
    boolean opens;

    /** Of media: the flow that it would be replayed on. */
    LinkSink flow;

    /** Whether the far end has taken it. */
    boolean acknowledged;

    /** Whether a lost origin had it, and another one gets it for the sake of viewers. */
    boolean replayed;

    /** Frames that go out between the messages of a flow. */
    interface Interlude {
        /** The next one; null when there is none any more. */
        LinkFrame next(long nowNs);

        /** Whether that was the last. */
        boolean isOver();
    }

    QueuedMessage(Message message, Deadline deadline, long lost) {
        this.message = message;
        this.deadline = deadline;
        this.lost = lost;
        this.interlude = null;
    }

    /** The same for another origin. */
    QueuedMessage toReplay() {
        QueuedMessage copy = new QueuedMessage(message, Deadline.NONE, 0);
        copy.turn = turn;
        copy.number = number;
        copy.group = group;
        copy.opens = opens;
        copy.replayed = true;
        return copy;
    }

    /** No message: something else that has its place here. */
    QueuedMessage(Interlude interlude) {
        this.message = NOTHING;
        this.deadline = Deadline.NONE;
        this.lost = 0;
        this.interlude = interlude;
    }

    void stamp(long nowNs) {
        startByNs = at(nowNs, deadline.startWithinNs());
        finishByNs = at(nowNs, deadline.finishWithinNs());
    }

    private static long at(long nowNs, long span) {
        return span == NEVER || nowNs + span < nowNs ? NEVER : nowNs + span;
    }

    /** The frame that begins it, with so much of it, {@code lostBefore} messages after the last. */
    LinkFrame begin(long session, long flowId, long lostBefore, int length, long nowNs) {
        return new LinkFrame.MessageBegin(
                session,
                flowId,
                message.length(),
                left(startByNs, nowNs),
                left(finishByNs, nowNs),
                deadline.dependent(),
                again,
                replayed,
                lostBefore + lost,
                number,
                group,
                opens,
                answers,
                message,
                0,
                length);
    }

    static long left(long byNs, long nowNs) {
        return byNs == NEVER ? NEVER : Math.max(0, byNs - nowNs);
    }

    int cost() {
        return message.length() + MESSAGE_COST;
    }
}
