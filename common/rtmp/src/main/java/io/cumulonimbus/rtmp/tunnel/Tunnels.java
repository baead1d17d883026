package io.cumulonimbus.rtmp.tunnel;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The RTMPT sessions of one loop: requests in, replies out, each request answered once.
 *
 * <p>Not thread-safe, never blocks, never logs. Its host hands over each request, calls {@link
 * #advance} at the latest at the time it answered last, and {@link #flush} at the end of the loop
 * turn after {@code outputPending} ran. A request may come on any HTTP connection, of any loop: the
 * session's id begins with the {@linkplain #nodeOf node} that it lives on.
 */
public final class Tunnels {
    private static final char NODE_ENDS = '_';
    private static final int ID_BYTES = 16;
    private static final int CLOSED_IDS = 1024;
    private static final byte[] CLOSED = {IntervalLadder.CLOSING};

    private final TunnelConfig config;
    private final TunnelTarget target;
    private final Runnable outputPending;
    private final RandomGenerator random;
    private final TunnelCounters counters = new TunnelCounters();
    private final Map<String, TunnelSession> sessions = new HashMap<>();
    private final Set<TunnelSession> opening = new LinkedHashSet<>();
    private final Map<InetAddress, Integer> openingFrom = new HashMap<>();
    private final Set<String> closedIds = new LinkedHashSet<>();

    /** Each session once at most, however often its time changes. */
    private final TreeSet<TunnelSession> dues =
            new TreeSet<>(
                    Comparator.<TunnelSession>comparingLong(session -> session.dueNs)
                            .thenComparing(session -> session.id));

    private final ArrayDeque<TunnelSession> dirty = new ArrayDeque<>();
    private final ReplyBody body;
    private boolean asked;

    /**
     * @param target makes the connections
     * @param outputPending called when there is something to flush, at most once until the next
     *     flush
     * @param random for ids: unpredictable in production
     */
    public Tunnels(
            TunnelConfig config,
            TunnelTarget target,
            Runnable outputPending,
            RandomGenerator random) {
        this.config = config;
        this.target = target;
        this.outputPending = outputPending;
        this.random = random;
        this.body = new ReplyBody(config.replyBytes());
    }

    /**
     * The node that the session of a request lives on; empty for requests that any node can answer,
     * and for nodes without a name.
     */
    public static String nodeOf(String path) {
        return TunnelPath.node(path, NODE_ENDS);
    }

    /** Takes a request; the reply comes now, at a flush, or when time passes. */
    public void request(TunnelRequest request, TunnelExchange exchange, long nowNs) {
        TunnelPath path = TunnelPath.parse(request.path());
        if (path.kind() == TunnelPath.Kind.IDENT) {
            exchange.reply(HttpReply.document("text/xml", "<fcs></fcs>"));
        } else if (!request.method().equals("POST")) {
            exchange.reply(HttpReply.empty(400));
        } else if (request.body().length > TunnelRequest.MAX_BODY) {
            exchange.reply(HttpReply.empty(413));
        } else {
            post(path, request, exchange, nowNs);
        }
    }

    private void post(TunnelPath path, TunnelRequest request, TunnelExchange exchange, long nowNs) {
        switch (path.kind()) {
            case IDENT, UNKNOWN -> exchange.reply(HttpReply.empty(404));
            case MALFORMED -> exchange.reply(HttpReply.empty(400));
            case IDENT2 -> exchange.reply(HttpReply.empty(config.ident2Found() ? 200 : 404));
            case OPEN -> open(request, exchange, nowNs);
            case SEND, IDLE -> {
                TunnelSession session = sessions.get(path.id());
                if (session == null) {
                    counters.unknown++;
                    exchange.reply(HttpReply.empty(closedIds.contains(path.id()) ? 410 : 404));
                    return;
                }
                boolean poll = path.kind() == TunnelPath.Kind.IDLE;
                session.request(path.sequence(), poll, request.body(), exchange, nowNs);
                settle(session, nowNs);
            }
            case CLOSE -> {
                TunnelSession session = sessions.get(path.id());
                if (session != null) {
                    session.end(CloseReason.FAR_CLOSED, nowNs);
                    settle(session, nowNs);
                }
                exchange.reply(HttpReply.ok(CLOSED));
            }
        }
    }

    private void open(TunnelRequest request, TunnelExchange exchange, long nowNs) {
        InetAddress from = request.address().getAddress();
        if (!target.isServing()
                || sessions.size() >= config.sessions()
                || opening.size() >= config.opening()
                || openingFrom.getOrDefault(from, 0) >= config.openingPerAddress()) {
            counters.refused++;
            exchange.reply(HttpReply.empty(503));
            return;
        }
        TunnelSession[] made = new TunnelSession[1];
        Protocol protocol = request.secure() ? Protocol.RTMPTS : Protocol.RTMPT;
        made[0] =
                new TunnelSession(
                        newId(),
                        from,
                        config,
                        counters,
                        body,
                        target.connect(protocol, request.address(), () -> wake(made[0]), nowNs),
                        nowNs);
        counters.opened++;
        sessions.put(made[0].id, made[0]);
        opening.add(made[0]);
        made[0].counted = true;
        openingFrom.merge(from, 1, Integer::sum);
        settle(made[0], nowNs);
        String line = made[0].id + "\n";
        exchange.reply(HttpReply.ok(line.getBytes(StandardCharsets.US_ASCII)));
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String unguessable = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return config.node() + NODE_ENDS + unguessable;
    }

    private void wake(TunnelSession session) {
        if (session.dirty) {
            return;
        }
        session.dirty = true;
        dirty.add(session);
        ask();
    }

    private void ask() {
        if (!asked) {
            asked = true;
            outputPending.run();
        }
    }

    /** Answers held requests of sessions that have something to say. */
    public void flush(long nowNs) {
        asked = true; // who asks meanwhile is seen at the end
        try {
            for (int left = dirty.size(); left > 0; left--) {
                TunnelSession session = dirty.poll();
                session.dirty = false;
                session.flush(nowNs);
                settle(session, nowNs);
            }
        } finally {
            asked = false;
            if (!dirty.isEmpty()) {
                ask();
            }
        }
    }

    /** Does what is due; answers when to call again at the latest. */
    public long advance(long nowNs) {
        while (!dues.isEmpty() && dues.first().dueNs - nowNs <= 0) {
            TunnelSession session = dues.pollFirst();
            session.dueNs = Long.MAX_VALUE;
            settle(session, nowNs);
        }
        return dues.isEmpty() ? Long.MAX_VALUE : dues.first().dueNs;
    }

    /** Ends all sessions; every request is answered. */
    public void close(CloseReason reason, long nowNs) {
        for (TunnelSession session : List.copyOf(sessions.values())) {
            session.end(reason, nowNs);
            settle(session, nowNs);
        }
    }

    /** Sessions that ended because their handshake was none of RTMP. */
    public long foreign() {
        return counters.foreign;
    }

    /** What happened so far. */
    public TunnelStatistics statistics() {
        return counters.snapshot(sessions.size(), opening.size());
    }

    /** Something happened to a session: it may be over, or due at another time. */
    private void settle(TunnelSession session, long nowNs) {
        long due = session.advance(nowNs);
        if (!session.isOpening() || session.isOver()) {
            opened(session);
        }
        if (session.isOver()) {
            session.farewell(nowNs);
            counters.foreign += session.isForeign() ? 1 : 0;
            remove(session);
        } else if (due < session.dueNs) {
            dues.remove(session);
            session.dueNs = due;
            dues.add(session);
        }
    }

    private void opened(TunnelSession session) {
        if (session.counted) {
            session.counted = false;
            opening.remove(session);
            openingFrom.computeIfPresent(
                    session.from, (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private void remove(TunnelSession session) {
        dues.remove(session);
        session.dueNs = Long.MAX_VALUE;
        if (sessions.remove(session.id) != null) {
            closedIds.add(session.id);
            if (closedIds.size() > CLOSED_IDS) {
                closedIds.remove(closedIds.iterator().next());
            }
        }
    }
}
