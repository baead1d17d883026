package io.cumulonimbus.netclient;

import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tls.ClientTls;
import io.cumulonimbus.net.udp.EndpointFactory;
import io.cumulonimbus.net.udp.KeyingProxy;
import io.cumulonimbus.net.udp.UdpOptions;
import io.cumulonimbus.net.udp.UdpShard;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A source of connections to servers of RTMFP and RTMP, all on its own few loops.
 *
 * <p>Each connection of RTMFP has its own identity and its own UDP socket, as a client's peer id
 * must not be used for more than one server connection (RFC 7425 §5.3).
 */
public final class NetClient implements AutoCloseable {
    /** How long an ended connection's session gets to say goodbye. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /** Key agreements that may wait: one for each connection that is being made. */
    private static final int MAX_KEYINGS = 65_536;

    private static final SessionConfig WATCHFUL =
            SessionConfig.DEFAULT.withKeepalive(1_000_000_000L, 3_000_000_000L);

    private final Loops loops;
    private final KeyingProxy keying = KeyingProxy.forThisMachine(MAX_KEYINGS);
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger next = new AtomicInteger();
    private final UdpOptions socketOptions;
    private final EndpointConfig endpointConfig;
    private final Set<Live> live = ConcurrentHashMap.newKeySet();

    /** A connection on its way or made, and where it lives. */
    private record Live(ConnectAttempt attempt, CallHop hop, Carrier carrier) {}

    private NetClient(int count, UdpOptions socketOptions, EndpointConfig endpointConfig) {
        this.loops = Loops.startDaemons("netclient", count);
        this.socketOptions = socketOptions;
        this.endpointConfig = endpointConfig;
    }

    /** A client with one loop, whose thread does not keep the process alive. */
    public static NetClient start() {
        return start(1);
    }

    /** A client with so many loops. */
    public static NetClient start(int loops) {
        return start(loops, UdpOptions.DEFAULT, EndpointConfig.CLIENT);
    }

    /**
     * A client with so many loops that asks a silent server each second, and takes it for lost
     * after three (RTMFP).
     */
    public static NetClient startWatchful(int loops) {
        return start(loops, UdpOptions.DEFAULT, EndpointConfig.CLIENT.withSession(WATCHFUL));
    }

    /** A client with all choices made by the caller. */
    public static NetClient start(int loops, UdpOptions sockets, EndpointConfig endpoints) {
        return new NetClient(loops, sockets, endpoints);
    }

    /**
     * Connects to {@code rtmfp://host[:port]/app[?query]}, or {@code rtmp}, {@code rtmps}, {@code
     * rtmpt} or {@code rtmpts} instead; the port is 1935 unless given, 80 for RTMPT, and 443 with
     * TLS. Done when the server accepted; fails with {@link NetClientException} otherwise.
     */
    public CompletableFuture<NetConnectionClient> connect(
            URI uri, ConnectOptions options, ConnectionListener listener) {
        NettyLoop loop = loops.loop(Math.floorMod(next.getAndIncrement(), loops.size()));
        CallHop hop = new CallHop(loop);
        CompletableFuture<NetConnectionClient> connected = new CompletableFuture<>();
        CompletableFuture.supplyAsync(() -> Target.of(uri, options, random))
                .thenCompose(
                        target -> {
                            Peers peers = new Peers(loop, target.peerId(), random);
                            return carrier(loop, target, peers, options)
                                    .thenApply(
                                            carrier ->
                                                    new ConnectAttempt(
                                                            target, options, listener, carrier, hop,
                                                            peers))
                                    .thenCompose(this::attempt);
                        })
                .whenComplete((client, why) -> CallHop.settle(connected, client, why));
        return connected;
    }

    /** Connects with default options and nobody listening. */
    public CompletableFuture<NetConnectionClient> connect(URI uri) {
        return connect(uri, ConnectOptions.DEFAULT, ConnectionListener.NONE);
    }

    private CompletableFuture<Carrier> carrier(
            NettyLoop loop, Target target, Peers peers, ConnectOptions options) {
        if (target.identity().isEmpty()) {
            return CompletableFuture.completedFuture(
                    new TcpCarrier(target, loop, trust(target, options), random));
        }
        EndpointFactory endpoints =
                EndpointFactory.of(endpointConfig, target.identity().get(), peers, random);
        return UdpShard.open(loop, target.bindAddress(), socketOptions, keying, endpoints)
                .thenApply(shard -> new RtmfpCarrier(target, shard, peers));
    }

    private static Optional<ClientTls> trust(Target target, ConnectOptions options) {
        if (!target.secure()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    options.tls().isPresent()
                            ? options.tls().get()
                            : ClientTls.trusting(Optional.empty()));
        } catch (IOException e) {
            throw new CompletionException(new NetClientException(e.getMessage()));
        }
    }

    private CompletableFuture<NetConnectionClient> attempt(ConnectAttempt attempt) {
        Carrier carrier = attempt.carrier();
        CallHop hop = attempt.hop();
        Live entry = new Live(attempt, hop, carrier);
        live.add(entry);
        attempt.over()
                .thenCompose(done -> carrier.stop(FAREWELL))
                .whenComplete((done, why) -> live.remove(entry));
        return hop.ask(attempt::start);
    }

    /** Connections that are open, on their way or saying goodbye. */
    public int connections() {
        return live.size();
    }

    /** Closes all connections, waits up to three seconds for that, and ends the loops. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> ends =
                live.stream()
                        .map(
                                entry ->
                                        entry.hop
                                                .ask(entry.attempt::close)
                                                .handle((reason, why) -> null)
                                                .thenCompose(done -> entry.carrier.stop(FAREWELL))
                                                .thenRun(() -> {}))
                        .toList();
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, why) -> null)
                .join();
        loops.close();
        keying.close();
    }
}
