package io.cumulonimbus.rtmfp.session;

/** Every timer of a session. */
enum SessionTimer {
    /** A responder's session that nobody proved to be alive is dropped. */
    PROOF,
    /** DELACK_ALARM: acknowledgements have waited long enough (RFC 7016 §3.6.3.4.4). */
    DELAYED_ACK,
    /** TIMEOUT_ALARM: what is in flight is lost (RFC 7016 §3.6.2.6). */
    RETRANSMIT,
    /** The pacer lets more leave. */
    PACE,
    /** A closed window is probed (RFC 7016 §3.6.2.9.1). */
    PROBE,
    /** A message has outlived its deadline (RFC 7016 §3.6.2.7). */
    EXPIRY,
    /** A complete receiving flow is forgotten (RFC 7016 §3.6.3.8). */
    LINGER,
    /** The far end was silent: ping it, or give it up (RFC 7016 §3.5.4.1). */
    KEEPALIVE,
    /** The far end was asked whether it is alive, because a stranger claims its address. */
    CHALLENGE,
    /** Pings of the path MTU's search were not answered, or it may be larger by now. */
    PATH_MTU,
    /** An orderly close has waited long enough for what was written. */
    DRAIN,
    /** The Session Close Request is repeated (RFC 7016 §3.5.5). */
    CLOSE_RETRY,
    /** Closing has taken long enough (RFC 7016 §3.5.5). */
    CLOSE_END
}
