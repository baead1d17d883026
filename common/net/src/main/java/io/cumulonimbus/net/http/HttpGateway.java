package io.cumulonimbus.net.http;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.rpc.RpcDesk;
import io.cumulonimbus.net.rpc.WebRules;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpConnection;
import io.cumulonimbus.net.tcp.TcpDoor;
import io.cumulonimbus.net.watch.WatchDesk;
import io.cumulonimbus.net.watch.WatchRules;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelStatistics;
import io.cumulonimbus.rtmp.tunnel.TunnelTarget;
import io.cumulonimbus.rtmp.tunnel.Tunnels;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for RTMPT clients: HTTP connections whose requests go to tunnel sessions, each a client
 * of the loop that it lives on, whatever connections its requests come on.
 */
public final class HttpGateway implements Gateway {
    private static final int NODE_RADIX = 36;

    private static final Logger LOG = LoggerFactory.getLogger(HttpGateway.class);

    private final List<TcpDoor> doors;
    private final Sessions sessions;
    private final WatchDesk watching;

    /**
     * What is the same for all connections.
     *
     * @param http how HTTP connections behave
     * @param tunnel how sessions behave; each loop has its share of them
     * @param rtmp how the connections in the tunnels behave
     * @param door who is let in; a newcomer has not sent a request yet
     * @param acceptors answers who takes the clients of a loop
     * @param serving whether newcomers can be served at this moment; any thread
     * @param watching how streams can be watched without RTMP
     * @param web what else can be done over HTTP
     * @param neighbours who else is sent requests of our sessions, and sends them on
     * @param random unpredictable and thread-safe
     */
    public record Setup(
            HttpConfig http,
            TunnelConfig tunnel,
            RtmpConfig rtmp,
            DoorOptions door,
            Function<Loop, ClientAcceptor> acceptors,
            BooleanSupplier serving,
            WatchRules watching,
            WebRules web,
            Optional<Neighbours> neighbours,
            RandomGenerator random) {
        /** Newcomers can always be served, nothing can be watched, and all requests come here. */
        public Setup(
                HttpConfig http,
                TunnelConfig tunnel,
                RtmpConfig rtmp,
                DoorOptions door,
                Function<Loop, ClientAcceptor> acceptors,
                RandomGenerator random) {
            this(
                    http,
                    tunnel,
                    rtmp,
                    door,
                    acceptors,
                    () -> true,
                    WatchRules.NONE,
                    WebRules.NONE,
                    Optional.empty(),
                    random);
        }
    }

    /** The sessions of all loops, by the names that their ids begin with. Any thread. */
    private static final class Sessions {
        private final SparseLog complaints = new SparseLog(LOG);
        private final Map<String, TunnelsProxy> byNode = new HashMap<>();
        private final Map<Loop, TunnelsProxy> byLoop = new LinkedHashMap<>();
        private final Map<Loop, ForwardedRequests> elsewhere = new HashMap<>();
        private final String name;

        Sessions(Loops loops, Setup setup) {
            TunnelConfig share = setup.tunnel().shareOf(loops.size());
            name = setup.neighbours().map(Neighbours::own).orElse(share.node());
            for (int i = 0; i < loops.size(); i++) {
                NettyLoop loop = loops.loop(i);
                String node = name + Integer.toString(i, NODE_RADIX);
                TunnelsProxy proxy =
                        new TunnelsProxy(
                                loop,
                                share.withNode(node),
                                target(setup, loop),
                                setup.random(),
                                complaints);
                byNode.put(node, proxy);
                byLoop.put(loop, proxy);
                setup.neighbours()
                        .ifPresent(all -> elsewhere.put(loop, new ForwardedRequests(loop, all)));
            }
        }

        private static TunnelTarget target(Setup setup, Loop loop) {
            return new TunnelTarget() {
                @Override
                public boolean isServing() {
                    return setup.serving().getAsBoolean();
                }

                @Override
                public RtmpConnection connect(
                        Protocol protocol,
                        InetSocketAddress address,
                        Runnable outputPending,
                        long nowNs) {
                    return new RtmpConnection(
                            setup.rtmp(),
                            protocol,
                            address,
                            setup.acceptors().apply(loop),
                            outputPending,
                            setup.random(),
                            nowNs);
                }
            };
        }

        /** Where a request that came on {@code loop} belongs; new sessions stay on that loop. */
        RequestTaker of(RequestReader.Request request, Loop loop) {
            String node = Tunnels.nodeOf(request.path());
            TunnelsProxy known = node.isEmpty() ? byLoop.get(loop) : byNode.get(node);
            if (known != null) {
                return known;
            }
            ForwardedRequests others = elsewhere.get(loop);
            boolean abroad = node.length() > Neighbours.NAME && !node.startsWith(name);
            return others != null && abroad && !request.forwarded()
                    ? others.to(node.substring(0, Neighbours.NAME))
                    : byLoop.get(loop);
        }

        CompletableFuture<Void> close() {
            return CompletableFuture.allOf(
                    byLoop.values().stream()
                            .map(TunnelsProxy::close)
                            .toArray(CompletableFuture[]::new));
        }
    }

    private HttpGateway(List<TcpDoor> doors, Sessions sessions, WatchDesk watching) {
        this.doors = doors;
        this.watching = watching;
        this.sessions = sessions;
    }

    /**
     * Starts to listen on all addresses, or none: fails with {@link
     * io.cumulonimbus.net.gateway.PortUnavailableException}. Any thread.
     */
    public static CompletableFuture<HttpGateway> start(
            Loops loops, List<InetSocketAddress> addresses, Setup setup) {
        Sessions sessions = new Sessions(loops, setup);
        WatchDesk watching =
                new WatchDesk(
                        setup.watching(),
                        IntStream.range(0, loops.size()).mapToObj(loops::loop).toList(),
                        setup.acceptors(),
                        setup.serving(),
                        setup.random());
        TcpDoor.Connections factory = new Factory(setup, sessions, watching);
        List<CompletableFuture<TcpDoor>> opening = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            opening.add(TcpDoor.open(loops, address, setup.door(), factory));
        }
        CompletableFuture<HttpGateway> started = new CompletableFuture<>();
        CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
                .whenComplete(
                        (all, failure) -> {
                            if (failure == null) {
                                List<TcpDoor> doors =
                                        opening.stream().map(CompletableFuture::join).toList();
                                started.complete(new HttpGateway(doors, sessions, watching));
                                return;
                            }
                            opening.forEach(
                                    one -> one.thenAccept(door -> door.stop(Duration.ZERO)));
                            started.completeExceptionally(
                                    failure.getCause() == null ? failure : failure.getCause());
                        });
        return started;
    }

    /** Makes the connections. */
    private static final class Factory implements TcpDoor.Connections {
        private final HttpSocket.Shared shared;
        private final Sessions sessions;
        private final Map<Loop, HttpSocket.Scratch> scratches = new HashMap<>();

        Factory(Setup setup, Sessions sessions, WatchDesk watching) {
            this.shared =
                    new HttpSocket.Shared(
                            setup.http(),
                            setup.door(),
                            new BodyBudget(setup.http().bodyBytes()),
                            watching,
                            new RpcDesk(
                                    setup.web(),
                                    setup.acceptors(),
                                    setup.serving(),
                                    setup.random()));
            this.sessions = sessions;
            for (Loop loop : sessions.byLoop.keySet()) {
                scratches.put(loop, new HttpSocket.Scratch(setup.http()));
            }
        }

        @Override
        public TcpConnection create(NettyLoop loop, SocketChannel socket, Runnable known) {
            return new HttpSocket(
                    loop,
                    socket,
                    shared,
                    request -> sessions.of(request, loop),
                    known,
                    scratches.get(loop));
        }
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return doors.stream().flatMap(door -> door.addresses().stream()).toList();
    }

    /** Open HTTP connections, at this moment. Any thread. */
    public int connections() {
        return doors.stream().mapToInt(TcpDoor::connections).sum();
    }

    /** What happened to tunnel sessions, one for each loop. Any thread. */
    public List<CompletableFuture<TunnelStatistics>> tunnels() {
        return sessions.byLoop.values().stream().map(TunnelsProxy::statistics).toList();
    }

    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        watching.close();
        return sessions.close()
                .thenCompose(
                        closed ->
                                CompletableFuture.allOf(
                                        doors.stream()
                                                .map(door -> door.stop(grace))
                                                .toArray(CompletableFuture[]::new)));
    }
}
