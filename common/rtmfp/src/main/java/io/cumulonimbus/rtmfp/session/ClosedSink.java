package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;

/** A flow that was never opened: takes nothing. */
final class ClosedSink implements MessageSink {
    static final ClosedSink INSTANCE = new ClosedSink();

    private ClosedSink() {}

    @Override
    public boolean write(Message message, Deadline deadline) {
        return false;
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    public void close() {}
}
