package io.cumulonimbus.watch;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.DependencyChain;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.stream.EarlyStart;

/** A flow to the viewer. */
class ViewerSink implements MessageSink, EarlyStart {
    private final boolean control;
    private final ViewerQueue queue;
    private final SinkListener listener;
    final DependencyChain chain = new DependencyChain();
    private long queuedBytes;
    private boolean open;
    private boolean early;

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

    /** The viewer begins with what is kept of the past, or with what comes. */
    ViewerSink early(boolean wanted) {
        early = wanted;
        return this;
    }

    @Override
    public boolean startsEarly() {
        return early;
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
