package io.cumulonimbus.rtmfp.session;

/** How long the beginning and the end of a session may take. */
final class SessionTimes {
    private static final long SECOND = 1_000_000_000L;

    /** RFC 7016 §3.5.5: a Session Close Request is repeated after this time. */
    static final long CLOSE_RETRY_NS = 5 * SECOND;

    /** RFC 7016 §3.5.5: so long an answer to our close is waited for. */
    static final long NEAR_CLOSE_NS = 90 * SECOND;

    /** RFC 7016 §3.5.5: so long repeated closes of the far end are answered. */
    static final long FAR_CLOSE_LINGER_NS = 19 * SECOND;

    /** A session that nobody used is gone after this time, as long as opening may take. */
    static final long PROOF_NS = 95 * SECOND;

    private SessionTimes() {}
}
