package io.cumulonimbus.rtmfp.endpoint;

/** Why an attempt to open a session ended without one. */
public enum OpenFailure {
    /** Nobody who is meant answered within 95 s (RFC 7016 §3.5.1.1.1). */
    TIMED_OUT,
    /** The responder's certificate and ours have nothing in common. */
    NO_COMMON_KEYING,
    /** There is a session with that identity already. */
    ALREADY_OPEN,
    /**
     * The far end opened one to us at the same time, and prevails (RFC 7016 §3.5.1.3): that session
     * comes to the {@code ClientAcceptor}.
     */
    GLARE,
    /** It was cancelled. */
    CANCELLED,
    /** The endpoint was closed. */
    STOPPING
}
