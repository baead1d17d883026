package io.cumulonimbus.rtmp.tunnel;

import io.cumulonimbus.rtmp.connection.RtmpClientConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The client's end of a tunnel: one request at a time, asked for by the host and answered by it.
 *
 * <p>The host sends what {@link #next} answers as a POST of one kept-alive HTTP connection, gives
 * the reply's status and body to {@link #reply}, and asks again; when there is nothing to send it
 * asks after {@link #advance}'s time or when the connection's {@code outputPending} ran.
 */
public final class TunnelClient {
    private static final byte[] NOTHING = {0};
    private static final long INTERVAL_NS = 16_000_000;
    private static final int REQUEST_BYTES = 256 << 10;

    private final RtmpClientConnection connection;
    private String id = "";
    private long sequence;
    private boolean waiting;
    private boolean closing;
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
        if (waiting || closed) {
            return Optional.empty();
        }
        if (id.isEmpty()) {
            waiting = true;
            return Optional.of(new Call("/open/1", NOTHING));
        }
        ReplyBody body = new ReplyBody(REQUEST_BYTES);
        connection.flush(body, nowNs);
        if (body.hasData()) {
            byte[] bytes = body.withInterval((byte) 0);
            return call("send", Arrays.copyOfRange(bytes, 1, bytes.length));
        }
        if (connection.isFinished()) {
            closing = true;
            return call("close", NOTHING);
        }
        return nowNs - pollAtNs >= 0 ? call("idle", NOTHING) : Optional.empty();
    }

    private Optional<Call> call(String verb, byte[] body) {
        waiting = true;
        return Optional.of(new Call("/" + verb + "/" + id + "/" + sequence++, body));
    }

    /** The reply to the last request came. */
    public void reply(int status, byte[] body, long nowNs) {
        waiting = false;
        if (closing || status != 200 || body.length == 0) {
            fail(nowNs);
        } else if (id.isEmpty()) {
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
        connection.farClosed(nowNs);
    }

    /** Does what is due; answers when to ask for the next request at the latest. */
    public long advance(long nowNs) {
        long due = connection.advance(nowNs);
        return waiting || closed ? due : Math.min(due, pollAtNs);
    }

    /** Whether there will be no more requests, and the HTTP connection can be closed. */
    public boolean isClosed() {
        return closed;
    }
}
