package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;

/** A message of a sending flow from its writing until it was acknowledged or abandoned. */
final class QueuedMessage {
    static final long NEVER = Long.MAX_VALUE;

    /** What an abandoned message is replaced by: its bytes are not kept. */
    private static final Message GONE = Message.of(new byte[0]);

    /** The message behind it in {@link PendingMessages}, or among the {@link Spares}. */
    QueuedMessage behind;

    private Message message;
    private int length;
    private Deadline deadline;
    private long startBy;
    private long finishBy;
    private boolean abandoned;

    /** Bytes that already became fragments. */
    private int fragmented;

    /** Bytes neither acknowledged nor abandoned. */
    private int queued;

    /** Fragments that are in the queue. */
    int fragments;

    /** Fragments that were lost and wait to be sent again. */
    int lostFragments;

    /** A message that was just written. */
    void begin(Message newMessage, Deadline newDeadline) {
        message = newMessage;
        length = newMessage.length();
        queued = length;
        deadline = newDeadline;
        startBy = newDeadline.startWithinNs();
        finishBy = newDeadline.finishWithinNs();
    }

    /** Whether all of it was sent and acknowledged, so that nothing refers to it. */
    boolean isDone() {
        return fragments == 0 && !abandoned && remaining() == 0;
    }

    /** Everything is as in a new one. */
    void end() {
        message = GONE;
        deadline = Deadline.NONE;
        fragmented = 0;
        queued = 0;
        lostFragments = 0;
    }

    /** The final mark of a flow: nothing, and abandoned from the beginning. */
    static QueuedMessage nothing() {
        QueuedMessage nothing = new QueuedMessage();
        nothing.begin(GONE, Deadline.NONE);
        nothing.abandoned = true;
        return nothing;
    }

    Message message() {
        return message;
    }

    int remaining() {
        return length - fragmented;
    }

    int fragmented() {
        return fragmented;
    }

    void cut(int bytes) {
        fragmented += bytes;
    }

    boolean started() {
        return fragmented > 0;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean expires() {
        return deadline.expires();
    }

    /** What it was written with. */
    Deadline deadline() {
        return deadline;
    }

    /** Deadlines were spans from the moment of writing; now they are times. */
    void startClock(long nowNs) {
        startBy = startBy == NEVER ? NEVER : nowNs + startBy;
        finishBy = finishBy == NEVER ? NEVER : nowNs + finishBy;
    }

    /** When it is to be abandoned if nothing happens until then. */
    long expiry() {
        return started() ? finishBy : Math.min(startBy, finishBy);
    }

    /** Whether it was begun and not finished in time. */
    boolean isOverdue(long nowNs) {
        return started() && finishBy <= nowNs;
    }

    /** It is finished after all: what is under way behind it needs it. */
    void reprieve() {
        finishBy = NEVER;
    }

    /** Some of it arrived; answers the bytes by which the queue shrinks. */
    int acknowledge(int bytes) {
        if (abandoned) {
            return 0;
        }
        queued -= bytes;
        return bytes;
    }

    /** Gives it up for good; answers the bytes by which the queue shrinks. */
    // RFC 7016 §3.6.2.7
    int abandon() {
        int freed = abandoned ? 0 : queued;
        abandoned = true;
        queued = 0;
        message = GONE;
        return freed;
    }
}
