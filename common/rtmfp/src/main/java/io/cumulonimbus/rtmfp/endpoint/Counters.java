package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.Histogram;
import io.cumulonimbus.rtmfp.session.Session;
import io.cumulonimbus.rtmfp.session.SessionStatistics;

/** What an endpoint counts; see {@link EndpointStatistics}. */
final class Counters {
    final Histogram roundTrips = new Histogram();
    long received;
    long sent;
    long receivedBytes;
    long sentBytes;
    long rejected;
    long unknownSession;
    long malformed;
    long hellos;
    long unansweredHellos;
    long badCookies;
    long refusedKeyings;
    long overLimit;
    long accepted;
    long faults;
    long fragments;
    long retransmitted;
    long lost;
    long timeouts;

    /** Keeps what a session that is over counted. */
    void add(SessionStatistics session) {
        fragments += session.fragments();
        retransmitted += session.retransmitted();
        lost += session.lost();
        timeouts += session.timeouts();
    }

    /** The same with what sessions counted that go on. */
    Counters and(Iterable<Session> sessions) {
        Counters all = new Counters();
        all.fragments = fragments;
        all.retransmitted = retransmitted;
        all.lost = lost;
        all.timeouts = timeouts;
        sessions.forEach(session -> all.add(session.statistics()));
        return all;
    }
}
