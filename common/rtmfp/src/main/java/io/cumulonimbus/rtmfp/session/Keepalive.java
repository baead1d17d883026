package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.CloseReason;

/** Finds out whether a silent far end is still there (RFC 7016 §3.5.4.1). */
final class Keepalive {
    private static final long SECOND = 1_000_000_000L;

    /** How long a far end has to answer when a stranger appears at its address. */
    private static final long CHALLENGE_NS = 3 * SECOND;

    /** A silent far end is asked at least so often before it counts as gone. */
    private static final int QUESTIONS = 6;

    private final Session session;
    private long heardAt;
    private long challengedAt;
    private boolean challenged;

    Keepalive(Session session, long nowNs) {
        this.session = session;
        this.heardAt = nowNs;
        this.challengedAt = nowNs;
        session.timers().set(SessionTimer.KEEPALIVE, nowNs + session.config().idlePingNs());
    }

    void heard(long nowNs) {
        heardAt = nowNs;
    }

    /** The keepalive timer fired: asks, waits or gives up. */
    void advance(long nowNs) {
        SessionConfig config = session.config();
        long silence = nowNs - heardAt;
        if (silence >= config.deadAfterNs()) {
            session.abort(CloseReason.TIMED_OUT);
            return;
        }
        long next = heardAt + config.idlePingNs();
        if (silence >= config.idlePingNs()) {
            session.ping();
            // §3.5.4.1: not more often than once per ERTO, which grows while nobody answers. After
            // one machine slept ERTO is as long as its sleep: then a lost ping must not be the
            // last.
            long most = Math.max(SECOND, (config.deadAfterNs() - config.idlePingNs()) / QUESTIONS);
            long wait = Math.clamp(session.roundTrip().timeout(), SECOND, most);
            session.roundTrip().backOff();
            next = Math.min(nowNs + wait, heardAt + config.deadAfterNs());
        }
        session.timers().set(SessionTimer.KEEPALIVE, next);
    }

    /** Asks at the next flush; without an answer in a few seconds the far end counts as gone. */
    void challenge() {
        challenged = true;
    }

    void flush(long nowNs) {
        if (challenged && !session.timers().isSet(SessionTimer.CHALLENGE)) {
            challengedAt = nowNs;
            session.ping();
            session.timers().set(SessionTimer.CHALLENGE, nowNs + SECOND);
        }
        challenged = false;
    }

    /** The challenge timer fired. */
    void advanceChallenge(long nowNs) {
        if (heardAt > challengedAt) {
            return;
        }
        if (nowNs - challengedAt >= CHALLENGE_NS) {
            session.abort(CloseReason.TIMED_OUT);
            return;
        }
        session.ping();
        session.timers().set(SessionTimer.CHALLENGE, nowNs + SECOND);
    }
}
