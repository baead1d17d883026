package io.cumulonimbus.rtmp.tc;

/** In which order a sender suggests that a flow be received (RFC 7425 §5.1.1). */
public enum ReceiveIntent {
    /** The order in which messages were queued. */
    SEQUENCE,
    /** The order in which they arrive, gaps or not: live media. */
    NETWORK
}
