package io.cumulonimbus.rtmfp.session;

/** What happens when a session's timer fires: its whole behaviour in time, on one screen. */
final class SessionAlarms {
    private SessionAlarms() {}

    static void fireAll(long nowNs, Session session) {
        SessionTimers timers = session.timers();
        for (SessionTimer due = timers.poll(nowNs); due != null; due = timers.poll(nowNs)) {
            fire(due, session);
        }
    }

    private static void fire(SessionTimer timer, Session session) {
        switch (timer) {
            case PROOF -> session.unproven();
            case DELAYED_ACK -> session.receiving().delayIsOver();
            case RETRANSMIT -> session.output().timedOut();
            case PACE -> session.wantFlush();
            case PROBE -> session.sending().probes().advance(session.now());
            case EXPIRY -> session.sending().expire(session.now());
            case LINGER -> session.receiving().lingerIsOver(session.now());
            case KEEPALIVE -> session.keepalive().advance(session.now());
            case CHALLENGE -> session.keepalive().advanceChallenge(session.now());
            case PATH_MTU -> session.pathMtu().advance(session.now());
            case DRAIN -> session.nearClose();
            case CLOSE_RETRY -> session.requestClose();
            case CLOSE_END -> session.end();
        }
    }
}
