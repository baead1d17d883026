package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmfp.chunk.Ping;
import java.nio.ByteBuffer;

/**
 * Finds the largest datagram that reaches the far end (RFC 7016 §3.5.4.3).
 *
 * <p>Sizes above the safe one are used once a padded ping of that size was answered. When nothing
 * was acknowledged for two time-outs in a row, pings of the present size and of smaller ones show
 * whether large packets vanish while small ones pass.
 *
 * <p>A fragment that was cut for a larger size cannot be cut again: it is tried as it is, and when
 * nothing else gets through either for as long as a silent far end is waited for, the session ends.
 */
final class PathMtu {
    /** What common links carry (1500, 1400 and 1280 bytes, IPv4 and IPv6), less their headers. */
    private static final int[] SIZES = {576, 1024, 1200, 1232, 1372, 1452, 1472};

    private static final int TRIES = 3;
    private static final int TIMEOUTS = 2;
    private static final long RAISE_AGAIN_NS = 600_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;
    private static final byte MARK = 'U';
    private static final int LENGTH = 1 + 2 * Integer.BYTES;

    /** What is being looked for. */
    private enum Search {
        NONE,
        HIGHER,
        LOWER
    }

    private final Session session;
    private final int maximum;
    private int size;
    private int room;
    private int largestRoom;
    private Search search = Search.NONE;
    private int number;
    private int tries;
    private int answered;
    private boolean due;
    private boolean raised;
    private int timeouts;
    private long stuckSince = NEVER;

    PathMtu(Session session, SessionConfig config) {
        this.session = session;
        this.maximum = config.maxDatagram();
        use(config.safeDatagram());
    }

    /** The largest datagram to send, in bytes of UDP payload. */
    int size() {
        return size;
    }

    /** Bytes of chunks that fit into a packet of that size. */
    int room() {
        return room;
    }

    /** Room for whatever was cut when it was larger. */
    int largestRoom() {
        return largestRoom;
    }

    /** A packet was filled with user data: from now on larger ones are of use. */
    void filled(long nowNs) {
        if (!raised && size < maximum && search == Search.NONE) {
            raised = true;
            begin(Search.HIGHER, nowNs);
        }
    }

    /** Something was acknowledged for the first time. */
    void progressed() {
        timeouts = 0;
        stuckSince = NEVER;
    }

    /**
     * What was in flight timed out.
     *
     * @param largest the largest fragment of it, in bytes
     */
    void timedOut(int largest, long nowNs) {
        if (largest > room && stuckSince == NEVER) {
            stuckSince = nowNs;
        }
        if (largest > room && nowNs - stuckSince > session.config().deadAfterNs()) {
            session.abort(CloseReason.TIMED_OUT);
        } else if (++timeouts >= TIMEOUTS && search != Search.LOWER && size > SIZES[0]) {
            timeouts = 0;
            begin(Search.LOWER, nowNs);
        }
    }

    /** The far end is elsewhere: nothing is known of the path to it. */
    void pathChanged() {
        end();
        raised = false;
        timeouts = 0;
        stuckSince = NEVER;
        use(session.config().safeDatagram());
    }

    /** A ping was answered; it may be one of ours. */
    void replied(byte[] message, long nowNs) {
        if (search == Search.NONE || message.length != LENGTH || message[0] != MARK) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(message, 1, 2 * Integer.BYTES);
        int bytes = in.getInt();
        if (in.getInt() != number || bytes <= answered) {
            return;
        }
        answered = bytes;
        if (search == Search.HIGHER && bytes > size) {
            use(bytes);
        }
        if (bytes >= (search == Search.HIGHER ? maximum : size)) {
            end();
        }
    }

    /** Answers are due, or it is time to try larger ones again. */
    void advance(long nowNs) {
        if (search == Search.NONE) {
            raised = false;
            return;
        }
        if (++tries < TRIES) {
            ask(nowNs);
            return;
        }
        if (search == Search.LOWER && answered > 0 && answered < size) {
            use(answered);
        }
        end();
        if (size < maximum) {
            session.timers().set(SessionTimer.PATH_MTU, nowNs + RAISE_AGAIN_NS);
        }
    }

    /** Sends the pings that are due. */
    // RFC 7016 §3.5.4.3
    void flush() {
        if (!due) {
            return;
        }
        due = false;
        int least = search == Search.HIGHER ? Math.max(size, answered) + 1 : answered + 1;
        int most = search == Search.HIGHER ? maximum : size;
        for (int bytes : SIZES) {
            if (bytes >= least && bytes < most) {
                ask(bytes);
            }
        }
        ask(most);
    }

    private void begin(Search what, long nowNs) {
        search = what;
        number++;
        tries = 0;
        answered = 0;
        ask(nowNs);
    }

    private void ask(long nowNs) {
        due = true;
        session.timers().set(SessionTimer.PATH_MTU, nowNs + session.roundTrip().timeout());
        session.wantFlush();
    }

    private void ask(int bytes) {
        ByteBuffer message = ByteBuffer.allocate(LENGTH).put(MARK).putInt(bytes).putInt(number);
        session.output().sendPadded(new Ping(message.array()), bytes);
    }

    private void end() {
        search = Search.NONE;
        due = false;
        session.timers().clear(SessionTimer.PATH_MTU);
    }

    private void use(int bytes) {
        size = bytes;
        room = SessionOutput.roomFor(session.established().keys(), bytes);
        largestRoom = Math.max(largestRoom, room);
    }
}
