package io.cumulonimbus.origin.stream;

/** A flow that the client sends for a stream, as the stream sees it. */
public interface StreamFlow {
    /** Lets nothing through for now; as often as {@link #release}. */
    void hold();

    /** Lets through what was held, and what follows. */
    void release();

    /** Refuses the flow with code 0 (RFC 7425 §5.3.5.3). */
    void reject();
}
