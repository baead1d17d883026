package io.cumulonimbus.client;

/** A flow that we send and the far end receives. */
public interface MessageSink {
    /**
     * Queues a message; answers false, and takes nothing, when the flow is closed or was refused.
     *
     * <p>It leaves at the end of the present loop turn, congestion permitting. The queue has no
     * bound of its own: who writes media looks at {@link #queuedBytes()} first.
     */
    boolean write(Message message, Deadline deadline);

    /** Bytes written and neither acknowledged nor abandoned. */
    long queuedBytes();

    /** Whether messages are still taken. */
    boolean isOpen();

    /** Ends the flow once everything written was delivered or abandoned. */
    void close();
}
