package io.cumulonimbus.client;

/** A sink before another one: passes everything on, but for what it has methods of its own. */
public abstract class ForwardingSink implements MessageSink {
    private final MessageSink sink;

    /**
     * @param sink gets everything
     */
    protected ForwardingSink(MessageSink sink) {
        this.sink = sink;
    }

    /** The one that this stands before. */
    public final MessageSink sink() {
        return sink;
    }

    @Override
    public boolean write(Message message, Deadline deadline) {
        return sink.write(message, deadline);
    }

    @Override
    public long queuedBytes() {
        return sink.queuedBytes();
    }

    @Override
    public boolean isOpen() {
        return sink.isOpen();
    }

    @Override
    public void close() {
        sink.close();
    }
}
