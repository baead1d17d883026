package io.cumulonimbus.net.http;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelExchange;
import io.cumulonimbus.rtmp.tunnel.TunnelRequest;
import io.cumulonimbus.rtmp.tunnel.TunnelStatistics;
import io.cumulonimbus.rtmp.tunnel.TunnelTarget;
import io.cumulonimbus.rtmp.tunnel.Tunnels;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tunnel sessions of one loop, and the way of requests to them from any loop. */
final class TunnelsProxy implements RequestTaker {
    /** Requests of other loops on their way; each connection has at most some tens. */
    private static final int WAITING = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(TunnelsProxy.class);

    private final Loop loop;
    private final BoundedHop hop;
    private final Tunnels tunnels;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private final SparseLog complaints;
    private long foreign;
    private boolean closed;

    /**
     * @param complaints of what strangers do
     */
    TunnelsProxy(
            Loop loop,
            TunnelConfig config,
            TunnelTarget target,
            RandomGenerator random,
            SparseLog complaints) {
        this.complaints = complaints;
        this.loop = loop;
        this.hop = new BoundedHop(loop, WAITING);
        this.turnEnd = new TurnEnd(loop, this::flush);
        this.timer = new DeadlineTimer(loop, this::flush);
        this.tunnels = new Tunnels(config, target, turnEnd::ask, random);
    }

    /**
     * Takes a request. Any thread.
     *
     * @param exchange is answered on this proxy's loop or at once
     * @param taken run when the session has the request, or nobody
     */
    @Override
    public void request(TunnelRequest request, TunnelExchange exchange, Runnable taken) {
        if (loop.inLoop()) {
            take(request, exchange, taken);
        } else if (!hop.offer(() -> take(request, exchange, taken))) {
            taken.run();
            exchange.reply(HttpReply.empty(503));
        }
    }

    private void take(TunnelRequest request, TunnelExchange exchange, Runnable taken) {
        try {
            if (closed) {
                exchange.reply(HttpReply.empty(503));
                return;
            }
            long now = loop.nowNs();
            tunnels.request(request, exchange, now);
            complain(request);
            timer.set(tunnels.advance(now));
        } catch (RuntimeException fault) {
            LOG.error("A request failed: {}", request, fault);
            exchange.reply(HttpReply.empty(503));
        } finally {
            taken.run();
        }
    }

    private void complain(TunnelRequest request) {
        if (tunnels.foreign() > foreign) {
            foreign = tunnels.foreign();
            complaints.warn(
                    "Refused a session from "
                            + request.address()
                            + ": no RTMP, or RTMPE, for which TLS (RTMPTS) is the remedy");
        }
    }

    /** What happened here; fails when there is too much to do. Any thread. */
    CompletableFuture<TunnelStatistics> statistics() {
        CompletableFuture<TunnelStatistics> answer = new CompletableFuture<>();
        if (!hop.offer(() -> answer.complete(tunnels.statistics()))) {
            answer.completeExceptionally(new IllegalStateException("too much to do"));
        }
        return answer;
    }

    private void flush() {
        long now = loop.nowNs();
        tunnels.flush(now);
        timer.set(tunnels.advance(now));
    }

    /** Ends all sessions and takes no more; every request is answered. Any thread. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        hop.insist(
                () -> {
                    closed = true;
                    timer.cancel();
                    tunnels.close(CloseReason.STOPPING, loop.nowNs());
                    done.complete(null);
                });
        return done;
    }
}
