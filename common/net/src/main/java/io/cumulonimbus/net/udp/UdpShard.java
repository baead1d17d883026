package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.rtmfp.endpoint.DatagramSink;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import io.cumulonimbus.rtmfp.endpoint.KeyingWork;
import io.cumulonimbus.rtmfp.endpoint.RtmfpEndpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket, one {@link RtmfpEndpoint} and one timer on one loop, sharing nothing with others.
 *
 * <p>In a turn of the loop any number of datagrams, timers and writes go in, then one flush takes
 * out what they gave rise to, so that acknowledgements coalesce and chunks share packets.
 */
public final class UdpShard {
    private static final Logger LOG = LoggerFactory.getLogger(UdpShard.class);

    /** Farewells and questions from other threads; each of the latter is answered at once. */
    private static final int MAX_QUESTIONS = 256;

    /** How often a stop looks whether all sessions are gone. */
    private static final long STOP_POLL_NS = 20_000_000L;

    private final NettyLoop loop;
    private final KeyingProxy keying;
    private final BoundedHop hop;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private final DeadlineTimer stopTimer;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private RtmfpEndpoint endpoint;
    private UdpSocket socket;
    private DatagramSink sink;
    private boolean inBatch;
    private long stopDeadlineNs;
    private boolean stopping;
    private long faults;
    private long faultLoggedNs;

    private UdpShard(NettyLoop loop, KeyingProxy keying) {
        this.loop = loop;
        this.keying = keying;
        this.hop = new BoundedHop(loop, MAX_QUESTIONS);
        this.turnEnd = new TurnEnd(loop, this::flush);
        this.timer = new DeadlineTimer(loop, this::due);
        this.stopTimer = new DeadlineTimer(loop, this::finishWhenEmpty);
    }

    /**
     * Binds a socket and puts an endpoint behind it. Any thread; the future is completed on the
     * loop, and fails with {@link io.cumulonimbus.net.gateway.PortUnavailableException}.
     */
    public static CompletableFuture<UdpShard> open(
            NettyLoop loop,
            InetSocketAddress address,
            UdpOptions options,
            KeyingProxy keying,
            EndpointFactory endpoints) {
        UdpShard shard = new UdpShard(loop, keying);
        return UdpSocket.open(loop, address, options, shard.new Input())
                .thenApply(socket -> shard.start(socket, endpoints));
    }

    private UdpShard start(UdpSocket opened, EndpointFactory endpoints) {
        socket = opened;
        sink = opened::send;
        endpoint = endpoints.create(this::offLoad, this::outputPending);
        return this;
    }

    /** What the socket received goes in here. */
    private final class Input implements DatagramReceiver {
        @Override
        public void onDatagram(byte[] datagram, int length, InetSocketAddress from) {
            if (endpoint == null) {
                return;
            }
            inBatch = true;
            try {
                endpoint.receive(datagram, length, from, loop.nowNs());
            } catch (RuntimeException fault) {
                onFault(fault);
            }
        }

        @Override
        public void onBatchEnd() {
            inBatch = false;
            if (endpoint != null) {
                flush();
            }
        }
    }

    /** Something is to be sent; within a batch its end flushes anyway. */
    private void outputPending() {
        if (!inBatch) {
            turnEnd.ask();
        }
    }

    private void offLoad(KeyingWork work) {
        keying.submit(work, loop, () -> complete(work));
    }

    private void complete(KeyingWork work) {
        try {
            endpoint.complete(work, loop.nowNs());
        } catch (RuntimeException fault) {
            onFault(fault);
        }
        flush();
    }

    private void due() {
        advance(loop.nowNs());
        flush();
    }

    private void flush() {
        long now = loop.nowNs();
        try {
            endpoint.flush(sink, now);
        } catch (RuntimeException fault) {
            onFault(fault);
        }
        socket.flush();
        advance(now);
    }

    private void advance(long now) {
        try {
            timer.set(endpoint.advance(now));
        } catch (RuntimeException fault) {
            onFault(fault);
            timer.set(now + STOP_POLL_NS);
        }
    }

    /** The endpoint confines faults to sessions; what escapes it must not flood the log. */
    private void onFault(RuntimeException fault) {
        faults++;
        long now = loop.nowNs();
        if (faults == 1 || now - faultLoggedNs > 1_000_000_000L) {
            faultLoggedNs = now;
            LOG.error("A fault of the endpoint at {} ({} so far)", address(), faults, fault);
        }
    }

    /** The loop that owns all this. */
    public Loop loop() {
        return loop;
    }

    /** Where the socket is bound, with the real port. Any thread. */
    public InetSocketAddress address() {
        return socket.localAddress();
    }

    /** The endpoint. On the loop only. */
    public RtmfpEndpoint endpoint() {
        assert loop.inLoop();
        return endpoint;
    }

    /** What the endpoint has seen; empty-handed (failed) when too many ask at once. Any thread. */
    public CompletableFuture<EndpointStatistics> statistics() {
        CompletableFuture<EndpointStatistics> answer = new CompletableFuture<>();
        if (!hop.offer(() -> answer.complete(endpoint.statistics()))) {
            answer.completeExceptionally(new IllegalStateException("too many questions"));
        }
        return answer;
    }

    /**
     * Closes all sessions, waits up to {@code grace} until they are gone, then closes the socket.
     * Any thread; the future is completed on the loop.
     */
    public CompletableFuture<Void> stop(Duration grace) {
        hop.insist(() -> beginStop(grace));
        return stopped;
    }

    /**
     * Takes no part in ending sessions: waits up to {@code grace} until all have ended, and what
     * they still had to say was said, then stops. Any thread; done when the socket is closed.
     */
    public CompletableFuture<Void> stopWhenEmpty(Duration grace) {
        hop.insist(
                () -> {
                    if (!stopping) {
                        stopping = true;
                        stopDeadlineNs = loop.nowNs() + grace.toNanos();
                        finishWhenEmpty();
                    }
                });
        return stopped;
    }

    private void beginStop(Duration grace) {
        stopping = true;
        stopDeadlineNs = loop.nowNs() + grace.toNanos();
        closeEndpoint();
        finishWhenEmpty();
    }

    private void closeEndpoint() {
        try {
            endpoint.close(loop.nowNs());
        } catch (RuntimeException fault) {
            onFault(fault);
        }
        flush();
    }

    private boolean hasSessions() {
        try {
            return endpoint.statistics().sessions() > 0;
        } catch (RuntimeException fault) { // a stop comes to its end whatever happens
            onFault(fault);
            return false;
        }
    }

    private void finishWhenEmpty() {
        long now = loop.nowNs();
        if (now - stopDeadlineNs < 0 && hasSessions()) {
            stopTimer.set(now + STOP_POLL_NS);
            return;
        }
        closeEndpoint();
        timer.cancel();
        socket.close().thenRun(() -> stopped.complete(null));
    }
}
