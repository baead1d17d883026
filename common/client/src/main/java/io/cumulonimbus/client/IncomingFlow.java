package io.cumulonimbus.client;

import java.util.Optional;

/** A flow that the far end sends and we receive. */
public interface IncomingFlow {
    /** The far end's description of the flow, as received. Not to be written to. */
    byte[] metadata();

    /** Our own flow that this one is associated to, when the far end named one. */
    Optional<MessageSink> answers();

    /**
     * Refuses the flow with an application code; the far end is told and sends no more. 0 is usual.
     */
    void reject(long code);

    /**
     * Stops or resumes taking messages; while stopped the far end is slowed down, nothing is lost.
     */
    void suspend(boolean suspended);
}
