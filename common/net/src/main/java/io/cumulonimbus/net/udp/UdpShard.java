package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.rtmfp.endpoint.DatagramSink;
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
 * <p>Of the shards behind one address each has a socket of the same port, where the system spreads
 * clients over those; elsewhere the first has the socket and the others send through it. What
 * arrives at the wrong shard is handed over before it is decrypted.
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
    private final UdpOptions options;
    private final KeyingProxy keying;
    private final ShardGroup group;
    private final int number;
    private final HandOverProxy door;
    private final BoundedHop hop;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private final DeadlineTimer stopTimer;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private RtmfpEndpoint endpoint;
    private DatagramOutlet socket;
    private InetSocketAddress address;
    private DatagramSink sink;
    private boolean inBatch;
    private long stopDeadlineNs;
    private boolean stopping;
    private long handedOver;
    private long faults;
    private long faultLoggedNs;

    private UdpShard(
            NettyLoop loop, UdpOptions options, KeyingProxy keying, ShardGroup group, int number) {
        this.loop = loop;
        this.options = options;
        this.keying = keying;
        this.group = group;
        this.number = number;
        this.door = new HandOverProxy(loop, this::onHandedOver);
        group.open(number, door);
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
        return open(loop, address, options, keying, endpoints, ShardGroup.ofOne(), 0);
    }

    /** The same for number {@code number}, from 0, of a group; 0 is opened before the others. */
    static CompletableFuture<UdpShard> open(
            NettyLoop loop,
            InetSocketAddress address,
            UdpOptions options,
            KeyingProxy keying,
            EndpointFactory endpoints,
            ShardGroup group,
            int number) {
        UdpShard shard = new UdpShard(loop, options, keying, group, number);
        return UdpSocket.open(loop, address, options, group.portUse(number), shard.new Input())
                .thenApply(socket -> shard.start(socket, endpoints));
    }

    /** One more of a group that has one socket only, that of {@code first}. Any thread. */
    static CompletableFuture<UdpShard> openBehind(
            UdpShard first, NettyLoop loop, EndpointFactory endpoints, int number) {
        UdpShard shard = new UdpShard(loop, first.options, first.keying, first.group, number);
        DatagramOutlet outlet = new SendProxy(first.socket, first.loop);
        CompletableFuture<UdpShard> opened = new CompletableFuture<>();
        shard.hop.insist(() -> opened.complete(shard.start(outlet, endpoints)));
        return opened;
    }

    private UdpShard start(DatagramOutlet outlet, EndpointFactory endpoints) {
        socket = outlet;
        address = outlet.localAddress();
        sink = (datagram, length, to) -> socket.send(datagram, length, to);
        endpoint = endpoints.create(this::offLoad, this::outputPending, group.place(number));
        return this;
    }

    /**
     * Closes the socket and opens another one of the same address; sessions stay. Any thread; fails
     * as {@link #open} does. Meanwhile other shards of the group receive for this one, each of
     * which has its own socket.
     */
    CompletableFuture<Void> reopen() {
        CompletableFuture<Void> reopened = new CompletableFuture<>();
        hop.insist(
                () ->
                        socket.close()
                                .thenCompose(
                                        closed ->
                                                UdpSocket.open(
                                                        loop,
                                                        address,
                                                        options,
                                                        group.portUse(1),
                                                        new Input()))
                                .whenComplete(
                                        (opened, failure) -> {
                                            if (failure == null) {
                                                socket = opened;
                                                reopened.complete(null);
                                            } else {
                                                reopened.completeExceptionally(failure);
                                            }
                                        }));
        return reopened;
    }

    /** What the socket received goes in here. */
    private final class Input implements DatagramReceiver {
        @Override
        public void onDatagram(byte[] datagram, int length, InetSocketAddress from) {
            if (options.ignored().test(from.getAddress())) {
                return;
            }
            int home = group.home(number, datagram, length, from);
            if (home != number) {
                group.handOver(home, datagram, length, from);
            } else if (endpoint != null) {
                inBatch = true;
                receive(datagram, length, from);
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

    private void receive(byte[] datagram, int length, InetSocketAddress from) {
        try {
            endpoint.receive(datagram, length, from, loop.nowNs());
        } catch (RuntimeException fault) {
            onFault(fault);
        }
    }

    /** Another shard received what is for us. */
    private void onHandedOver(byte[] datagram, int length, InetSocketAddress from) {
        if (endpoint != null) {
            handedOver++;
            receive(datagram, length, from);
            turnEnd.ask();
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

    /** Whether other shards send through the socket of this one. */
    boolean sendsForOthers() {
        return !group.balanced();
    }

    /** The loop that owns all this. */
    public Loop loop() {
        return loop;
    }

    /** Where the socket is bound, with the real port. Any thread. */
    public InetSocketAddress address() {
        return address;
    }

    /** The endpoint. On the loop only. */
    public RtmfpEndpoint endpoint() {
        assert loop.inLoop();
        return endpoint;
    }

    /** What it has seen; empty-handed (failed) when too many ask at once. Any thread. */
    public CompletableFuture<ShardStatistics> statistics() {
        CompletableFuture<ShardStatistics> answer = new CompletableFuture<>();
        if (!hop.offer(() -> answer.complete(seen()))) {
            answer.completeExceptionally(new IllegalStateException("too many questions"));
        }
        return answer;
    }

    private ShardStatistics seen() {
        return new ShardStatistics(
                endpoint.statistics(), handedOver, door.dropped(), socket.dropped(), faults);
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
