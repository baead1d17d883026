package io.cumulonimbus.rtmfp.session;

import java.util.Arrays;

/** When each {@link SessionTimer} is due. */
final class SessionTimers {
    private static final SessionTimer[] ALL = SessionTimer.values();

    private final long[] due = new long[ALL.length];
    private long earliest = Long.MAX_VALUE;

    SessionTimers() {
        Arrays.fill(due, Long.MAX_VALUE);
    }

    /** No timer is due before this; may be early. */
    long earliest() {
        return earliest;
    }

    boolean isSet(SessionTimer timer) {
        return due[timer.ordinal()] != Long.MAX_VALUE;
    }

    void set(SessionTimer timer, long atNs) {
        due[timer.ordinal()] = atNs;
        earliest = Math.min(earliest, atNs);
    }

    /** Sets it unless it is due before already. */
    void setEarlier(SessionTimer timer, long atNs) {
        if (atNs < due[timer.ordinal()]) {
            set(timer, atNs);
        }
    }

    void clear(SessionTimer timer) {
        due[timer.ordinal()] = Long.MAX_VALUE;
    }

    void clearAll() {
        Arrays.fill(due, Long.MAX_VALUE);
        earliest = Long.MAX_VALUE;
    }

    /** Takes a timer that is due, or answers null when none is. */
    SessionTimer poll(long nowNs) {
        if (earliest > nowNs) {
            return null;
        }
        earliest = Long.MAX_VALUE;
        SessionTimer fired = null;
        for (int i = 0; i < due.length; i++) {
            if (fired == null && due[i] <= nowNs) {
                fired = ALL[i];
                due[i] = Long.MAX_VALUE;
            }
            earliest = Math.min(earliest, due[i]);
        }
        return fired;
    }
}
