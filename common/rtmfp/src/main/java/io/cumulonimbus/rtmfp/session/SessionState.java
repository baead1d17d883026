package io.cumulonimbus.rtmfp.session;

/** Where a session is in its life, once it was opened (RFC 7016 figure 8). */
enum SessionState {
    /** S_OPEN. */
    OPEN,
    /** S_NEARCLOSE: we asked to close. */
    NEAR_CLOSE,
    /** S_FARCLOSE_LINGER: the far end asked to close and may ask again. */
    FAR_CLOSE_LINGER,
    /** S_CLOSED. */
    CLOSED
}
