package io.cumulonimbus.watch;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.DependencyChain;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;

/** A flow to the viewer. */
class ViewerSink implements MessageSink {
    private final boolean control;
    private final ViewerQueue queue;
    private final SinkListener listener;
    final DependencyChain chain = new DependencyChain();
    private long queuedBytes;
    private boolean open;

    /**
     * @param control whether it is of the connection rather than of its stream
     * @param open whether it takes anything at all
     */
    ViewerSink(boolean control, ViewerQueue queue, SinkListener listener, boolean open) {
        this.control = control;
        this.queue = queue;
        this.listener = listener;
        this.open = open;
    }

    boolean isControl() {
        return control;
    }

    @Override
    public boolean write(Message message, Deadline deadline) {
        if (!isOpen()) {
            return false;
        }
        queuedBytes += message.length();
        queue.add(this, message, deadline);
        return true;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public final boolean isOpen() {
        return open && !queue.isEnded();
    }

    @Override
    public void close() {
        open = false;
    }

    void drained(long bytes) {
        queuedBytes -= bytes;
        listener.onDrained(bytes);
    }

    void abandoned() {
        listener.onAbandoned(1);
    }
}
