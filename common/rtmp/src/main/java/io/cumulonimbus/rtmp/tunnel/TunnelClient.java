package io.cumulonimbus.rtmp.tunnel;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmp.connection.RtmpClientConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The client's end of a tunnel: requests asked for by the host, and answered by it in their order.
 * There is one at a time, but for data that does not wait for the reply to a poll, which a server
 * may keep for long.
 *
 * <p>The host sends what {@link #next} answers as a POST of one kept-alive HTTP connection and asks
 * again until there is nothing; gives each reply's status and body to {@link #reply}, and asks
 * then, after {@link #advance}'s time and when the connection's {@code outputPending} ran.
 */
public final class TunnelClient {
    private static final byte[] NOTHING = {0};
    private static final String OPEN = "open";
    private static final String SEND = "send";
    private static final String IDLE = "idle";
    private static final String CLOSE = "close";
    private static final long INTERVAL_NS = 16_000_000;
    private static final int REQUEST_BYTES = 256 << 10;

    private final RtmpClientConnection connection;
    private final ReplyBody body = new ReplyBody(REQUEST_BYTES);
    private String id = "";
    private long sequence;
    private final ArrayDeque<String> unanswered = new ArrayDeque<>();
    private boolean closed;
    private long pollAtNs;

    /**
     * What to send.
     *
     * @param path the request target
     * @param body of the POST
     */
    public record Call(String path, byte[] body) {}

    /**
     * @param connection made for RTMPT or RTMPTS; the tunnel feeds and flushes it from now on
     */
    public TunnelClient(RtmpClientConnection connection) {
        this.connection = connection;
    }

    /** The next request, when one is to be sent now. */
    public Optional<Call> next(long nowNs) {
        if (closed || !unanswered.stream().allMatch(IDLE::equals)) {
            return Optional.empty();
        }
        if (id.isEmpty()) {
            unanswered.add(OPEN);
            return Optional.of(new Call("/open/1", NOTHING));
        }
        body.clear();
        connection.flush(body, nowNs);
        if (body.hasData()) {
            return call(SEND, body.data());
        }
        if (connection.isFinished()) {
            return call(CLOSE, NOTHING);
        }
        boolean poll = unanswered.isEmpty() && nowNs - pollAtNs >= 0;
        return poll ? call(IDLE, NOTHING) : Optional.empty();
    }

    private Optional<Call> call(String verb, byte[] body) {
        unanswered.add(verb);
        return Optional.of(new Call("/" + verb + "/" + id + "/" + sequence++, body));
    }

    /** The reply to the first request that has none came. */
    public void reply(int status, byte[] body, long nowNs) {
        String verb = unanswered.isEmpty() ? CLOSE : unanswered.poll();
        if (verb.equals(CLOSE) || status != 200 || body.length == 0) {
            fail(nowNs);
        } else if (verb.equals(OPEN)) {
            id = new String(body, StandardCharsets.US_ASCII).trim();
        } else {
            boolean empty = body.length == 1;
            pollAtNs = empty ? nowNs + Math.max(0, body[0] - 1) * INTERVAL_NS : nowNs;
            connection.receive(body, 1, body.length - 1, nowNs);
        }
    }

    /** The HTTP connection is lost, and with it the session. */
    public void fail(long nowNs) {
        closed = true;
        connection.abort(CloseReason.FAR_CLOSED, nowNs);
    }

    /** Does what is due; answers when to ask for the next request at the latest. */
    public long advance(long nowNs) {
        long due = connection.advance(nowNs);
        return closed || !unanswered.isEmpty() ? due : Math.min(due, pollAtNs);
    }

    /** Whether there will be no more requests, and the HTTP connection can be closed. */
    public boolean isClosed() {
        return closed;
    }
}
