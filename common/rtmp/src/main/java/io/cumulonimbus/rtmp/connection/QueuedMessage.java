package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.rtmp.tc.TcMessage;

/** A message that was written and is not all with the socket. */
final class QueuedMessage {
    final OutgoingFlow flow;
    final TcMessage message;
    final long sequence;
    final Deadline deadline;
    private long writtenNs;

    QueuedMessage(OutgoingFlow flow, TcMessage message, Deadline deadline, long sequence) {
        this.flow = flow;
        this.message = message;
        this.deadline = deadline;
        this.sequence = sequence;
    }

    /** Spans run from the first flush on. */
    void stamp(long nowNs) {
        writtenNs = nowNs;
    }

    boolean expires() {
        return deadline != Deadline.NONE;
    }

    boolean isExpired(long nowNs) {
        long age = nowNs - writtenNs;
        return age > deadline.startWithinNs() || age > deadline.finishWithinNs();
    }
}
