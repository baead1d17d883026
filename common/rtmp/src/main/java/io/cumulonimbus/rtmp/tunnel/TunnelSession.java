package io.cumulonimbus.rtmp.tunnel;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.rtmp.handshake.Handshake;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One session: takes requests in the order of their numbers, whatever TCP connections they come on,
 * and answers each of them.
 */
final class TunnelSession {
    private static final byte[] NONE = {};

    final String id;
    final InetAddress from;
    boolean dirty;

    /** When it is among those that something is due for; no time when it is not among them. */
    long dueNs = Long.MAX_VALUE;

    /** Whether it counts as one whose handshake is not done. */
    boolean counted;

    private final TunnelConfig config;
    private final TunnelCounters counters;
    private final RtmpConnection connection;
    private final IntervalLadder ladder = new IntervalLadder();
    private final ReplyBody body;
    private final ReplyCache cache;
    private final TreeMap<Long, PendingRequest> parked = new TreeMap<>();
    private long parkedBytes;
    private long next = -1;
    private Optional<PendingRequest> held = Optional.empty();
    private long heardNs;
    private long mediaNs;

    /**
     * @param body shared by all sessions of the loop, as one reply is made at a time
     */
    TunnelSession(
            String id,
            InetAddress from,
            TunnelConfig config,
            TunnelCounters counters,
            ReplyBody body,
            RtmpConnection connection,
            long nowNs) {
        this.id = id;
        this.from = from;
        this.config = config;
        this.counters = counters;
        this.body = body;
        this.connection = connection;
        this.cache = new ReplyCache(config.cachedBytes());
        this.heardNs = nowNs;
        this.mediaNs = nowNs - config.spacingNs();
    }

    boolean isOpening() {
        return connection.handshake().state() == Handshake.State.OPEN;
    }

    boolean isForeign() {
        return connection.handshake().state() == Handshake.State.REFUSED;
    }

    boolean isOver() {
        return connection.isFinished();
    }

    /**
     * A send or an idle.
     *
     * @param sequence its number, or -1 to be the next one
     */
    void request(long sequence, boolean poll, byte[] bytes, TunnelExchange exchange, long nowNs) {
        heardNs = nowNs;
        if (next < 0) {
            // Flash Player, ffmpeg and librtmp count from 0, Red5's client from 1.
            next = sequence == 1 ? 1 : 0;
        }
        long number = sequence < 0 ? next : sequence;
        if (number < next) {
            repeated(number, exchange, nowNs);
            return;
        }
        PendingRequest request = new PendingRequest(number, poll, bytes, exchange, nowNs);
        if (number == next && parked.isEmpty() && isWelcome(request, nowNs)) {
            process(request, nowNs);
            return;
        }
        park(request, exchange, nowNs);
    }

    private void park(PendingRequest request, TunnelExchange exchange, long nowNs) {
        PendingRequest same = parked.get(request.sequence);
        if (same != null) {
            counters.repeated++;
            same.repeat(exchange);
            return;
        }
        parked.put(request.sequence, request);
        parkedBytes += request.body.length;
        drain(nowNs);
        while (parked.size() > config.parked() || parkedBytes > TunnelRequest.MAX_BODY) {
            skip(nowNs);
        }
    }

    private void repeated(long number, TunnelExchange exchange, long nowNs) {
        counters.repeated++;
        if (held.isPresent() && held.get().sequence == number) {
            held.get().repeat(exchange);
            return;
        }
        Optional<HttpReply> before = cache.find(number);
        if (before.isPresent()) {
            exchange.reply(before.get());
        } else if (cache.takeUnread(number)) {
            answer(new PendingRequest(number, true, NONE, exchange, nowNs), nowNs);
        } else {
            exchange.reply(HttpReply.ok(new byte[] {ladder.next(true)}));
        }
    }

    /** Takes the requests whose turn it is. */
    private void drain(long nowNs) {
        while (!parked.isEmpty()
                && parked.firstKey() == next
                && isWelcome(parked.firstEntry().getValue(), nowNs)) {
            process(unpark(), nowNs);
        }
    }

    /** While nobody takes what came, the client waits for its reply. */
    private boolean isWelcome(PendingRequest request, long nowNs) {
        return request.poll
                || connection.wantsInput()
                || connection.closeReason().isPresent()
                || nowNs - request.arrivedNs >= config.parkNs();
    }

    /** Gives up the requests before the first that is there. */
    private void skip(long nowNs) {
        if (parked.firstKey() > next) {
            counters.skipped++;
        }
        process(unpark(), nowNs);
        drain(nowNs);
    }

    private PendingRequest unpark() {
        PendingRequest first = parked.pollFirstEntry().getValue();
        parkedBytes -= first.body.length;
        return first;
    }

    private void process(PendingRequest request, long nowNs) {
        next = request.sequence + 1;
        release(nowNs);
        byte[] bytes = request.poll ? NONE : request.body;
        connection.receive(bytes, 0, bytes.length, nowNs);
        if (request.poll && mayHold(nowNs)) {
            held = Optional.of(request);
        } else {
            answer(request, nowNs);
        }
    }

    private boolean mayHold(long nowNs) {
        return config.idleHoldNs() > 0
                && !isOpening()
                && (!connection.hasOutput() || isSpaced(nowNs))
                && connection.closeReason().isEmpty();
    }

    /**
     * Whether what there is to say waits for more: it belongs to streams, as the last reply did,
     * which was a moment ago. Each message alone would cost a reply, and a request for the next.
     */
    private boolean isSpaced(long nowNs) {
        return nowNs - mediaNs < config.spacingNs()
                && connection.hasOnlyMedia(config.replyBytes() / 2);
    }

    private void release(long nowNs) {
        Optional<PendingRequest> waiting = held;
        held = Optional.empty();
        waiting.ifPresent(request -> answer(request, nowNs));
    }

    private void answer(PendingRequest request, long nowNs) {
        if (request.isGone()) {
            // Its bytes stay for who asks again, or next.
            cache.addUnread(request.sequence);
            return;
        }
        body.clear();
        boolean media = connection.hasOnlyMedia(Long.MAX_VALUE);
        connection.flush(body, nowNs);
        if (media && body.hasData()) {
            mediaNs = nowNs;
        }
        byte interval =
                connection.isFinished() ? IntervalLadder.CLOSING : ladder.next(body.hasData());
        HttpReply reply = body.toReply(interval);
        cache.add(request.sequence, reply);
        request.reply(reply);
    }

    /** The connection has something to say or to do. */
    void flush(long nowNs) {
        connection.flush(ReplyBody.NO_ROOM, nowNs);
        if (held.isPresent() && !mayHold(nowNs)) {
            release(nowNs);
        }
        drain(nowNs);
    }

    /** Ends the session at once; every request is answered. */
    void end(CloseReason reason, long nowNs) {
        connection.abort(reason, nowNs);
        farewell(nowNs);
    }

    /** Answers what is still waiting, once the connection is over. */
    void farewell(long nowNs) {
        release(nowNs);
        List<PendingRequest> rest = new ArrayList<>(parked.values());
        parked.clear();
        parkedBytes = 0;
        rest.forEach(request -> answer(request, nowNs));
    }

    /** Does what is due; answers when something will be. */
    long advance(long nowNs) {
        long due = connection.advance(nowNs);
        if (connection.isFinished()) {
            return Long.MAX_VALUE;
        }
        if (nowNs - heardNs >= config.silenceNs()) {
            end(CloseReason.TIMED_OUT, nowNs);
            return Long.MAX_VALUE;
        }
        if (held.isPresent() && nowNs - heldUntil() >= 0) {
            release(nowNs);
        }
        while (!parked.isEmpty() && nowNs - parkedSince() >= config.parkNs()) {
            skip(nowNs);
        }
        due = Math.min(due, heardNs + config.silenceNs());
        if (held.isPresent()) {
            due = Math.min(due, heldUntil());
        }
        return parked.isEmpty() ? due : Math.min(due, parkedSince() + config.parkNs());
    }

    private long heldUntil() {
        long until = held.get().arrivedNs + config.idleHoldNs();
        return connection.hasOutput() ? Math.min(until, mediaNs + config.spacingNs()) : until;
    }

    private long parkedSince() {
        long since = Long.MAX_VALUE;
        for (PendingRequest request : parked.values()) {
            since = Math.min(since, request.arrivedNs);
        }
        return since;
    }
}
