package io.cumulonimbus.rtmfp.session;

/**
 * Which sessions of an endpoint carried time-critical data lately (RFC 7016 §3.5.2.1, §A.2). One
 * per endpoint.
 */
public final class TimeCriticality {
    /** §3.5.2.1, §A.2: how long such data counts as present. */
    static final long MEMORY_NS = 800_000_000L;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private Session lastSender;
    private long lastAt = LONG_AGO;

    /** When any other session than the last sender's received such data last. */
    private long othersAt = LONG_AGO;

    private long sentAt = LONG_AGO;

    void received(Session from, long nowNs) {
        if (from != lastSender) {
            othersAt = lastAt;
            lastSender = from;
        }
        lastAt = nowNs;
    }

    void sent(long nowNs) {
        sentAt = nowNs;
    }

    boolean sentByAny(long nowNs) {
        return nowNs - sentAt <= MEMORY_NS;
    }

    /** Whether a session other than this one receives such data: the TCR flag. */
    boolean receivedByOthers(Session session, long nowNs) {
        long at = session == lastSender ? othersAt : lastAt;
        return nowNs - at <= MEMORY_NS;
    }

    /** The session is gone. */
    public void forget(Session session) {
        if (session == lastSender) {
            lastSender = null;
        }
    }
}
