package io.cumulonimbus.rtmfp.session;

/** How long the beginning and the end of a session and of a flow may take, in nanoseconds. */
final class SessionTimes {
    private static final long SECOND = 1_000_000_000L;

    private SessionTimes() {}

    /** A Session Close Request is repeated after this time. */
    // RFC 7016 §3.5.5
    static long closeRetry(SessionConfig config) {
        return config.scaled(5 * SECOND);
    }

    /** So long an answer to our close is waited for. */
    // RFC 7016 §3.5.5
    static long nearClose(SessionConfig config) {
        return config.scaled(90 * SECOND);
    }

    /** So long repeated closes of the far end are answered. */
    // RFC 7016 §3.5.5
    static long farCloseLinger(SessionConfig config) {
        return config.scaled(19 * SECOND);
    }

    /** A session that nobody used is gone after this time, as long as opening may take. */
    static long proof(SessionConfig config) {
        return config.scaled(95 * SECOND);
    }

    /** So long a receiving flow that is complete is remembered. */
    // RFC 7016 §3.6.3.8
    static long flowLinger(SessionConfig config) {
        return config.scaled(120 * SECOND);
    }
}
