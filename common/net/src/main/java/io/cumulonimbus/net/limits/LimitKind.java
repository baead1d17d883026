package io.cumulonimbus.net.limits;

/** What there may be too much of. */
public enum LimitKind {
    /** Clients at the same time. */
    CONNECTIONS,
    /** Handshakes in a second. */
    HANDSHAKES,
    /** What comes from clients. */
    BITRATE,
    /** Streams at the same time. */
    STREAMS,
    /** Calls in a second. */
    CALLS
}
