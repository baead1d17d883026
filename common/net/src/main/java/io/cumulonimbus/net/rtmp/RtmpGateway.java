package io.cumulonimbus.net.rtmp;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpConnection;
import io.cumulonimbus.net.tcp.TcpDoor;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.rtmp.connection.RtmpPeer;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A door for RTMP clients, with or without TLS: TCP connections, each a client of the loop that it
 * lives on.
 */
public final class RtmpGateway implements Gateway {
    private static final Set<Integer> RTMPE_VERSIONS = Set.of(6, 8, 9);
    private static final Logger LOG = LoggerFactory.getLogger(RtmpGateway.class);

    private final TcpDoor door;
    private final HandshakeFailures failures;

    /**
     * What is the same for all connections.
     *
     * @param config how connections behave
     * @param door who is let in; a newcomer has not shaken hands yet
     * @param acceptors answers who takes the clients of a loop
     * @param gatherings where media to clients waits for more
     * @param random unpredictable and thread-safe
     */
    public record Setup(
            RtmpConfig config,
            DoorOptions door,
            Function<Loop, ClientAcceptor> acceptors,
            Gatherings gatherings,
            RandomGenerator random) {
        /** No media waits. */
        public Setup(
                RtmpConfig config,
                DoorOptions door,
                Function<Loop, ClientAcceptor> acceptors,
                RandomGenerator random) {
            this(config, door, acceptors, Gatherings.NONE, random);
        }
    }

    private RtmpGateway(TcpDoor door, HandshakeFailures failures) {
        this.failures = failures;
        this.door = door;
    }

    /**
     * Starts to listen; fails with {@link io.cumulonimbus.net.gateway.PortUnavailableException}.
     * Any thread.
     */
    public static CompletableFuture<RtmpGateway> start(
            Loops loops, InetSocketAddress address, Setup setup) {
        HandshakeFailures failures = new HandshakeFailures();
        return TcpDoor.open(loops, address, setup.door(), new Factory(setup, failures))
                .thenApply(door -> new RtmpGateway(door, failures));
    }

    /** Makes the connections. */
    private static final class Factory implements TcpDoor.Connections {
        private final Setup setup;
        private final HandshakeFailures failures;
        private final SparseLog complaints = new SparseLog(LOG);
        private final Map<Loop, RtmpSocket.Scratch> scratches = new ConcurrentHashMap<>();

        Factory(Setup setup, HandshakeFailures failures) {
            this.failures = failures;
            this.setup = setup;
        }

        @Override
        public TcpConnection create(NettyLoop loop, SocketChannel socket, Runnable known) {
            RtmpSocket.Scratch scratch =
                    scratches.computeIfAbsent(loop, l -> new RtmpSocket.Scratch());
            return new RtmpSocket(
                    loop, socket, new Server(loop, known), scratch, setup.gatherings().on(loop));
        }

        /** Our end of one of them. */
        private final class Server implements RtmpSocket.End {
            private final NettyLoop loop;
            private final Runnable known;
            private Optional<RtmpConnection> connection = Optional.empty();
            private boolean settled;

            Server(NettyLoop loop, Runnable known) {
                this.loop = loop;
                this.known = known;
            }

            @Override
            public RtmpPeer connect(InetSocketAddress address, Runnable outputPending) {
                RtmpConnection made =
                        new RtmpConnection(
                                setup.config(),
                                secure() ? Protocol.RTMPS : Protocol.RTMP,
                                address,
                                setup.acceptors().apply(loop),
                                outputPending,
                                setup.random(),
                                loop.nowNs());
                connection = Optional.of(made);
                return made;
            }

            @Override
            public boolean secure() {
                return setup.door().secure();
            }

            @Override
            public long lingerNs() {
                return setup.config().lingerNs();
            }

            @Override
            public void shaken() {
                settled = true;
                known.run();
            }

            @Override
            public void refused(InetSocketAddress address, int version) {
                failed(
                        RTMPE_VERSIONS.contains(version)
                                ? HandshakeFailure.RTMPE
                                : HandshakeFailure.NO_RTMP);
                complaints.warn(
                        "Refused a connection from "
                                + address
                                + ": no RTMP, or RTMPE, for which TLS (RTMPS) is the remedy");
            }

            @Override
            public void gone(Optional<Throwable> why) {
                boolean late =
                        connection
                                .flatMap(RtmpConnection::closeReason)
                                .filter(CloseReason.TIMED_OUT::equals)
                                .isPresent();
                if (why.filter(Server::isTls).isPresent()) {
                    failed(HandshakeFailure.TLS);
                } else {
                    failed(late ? HandshakeFailure.TIMED_OUT : HandshakeFailure.LEFT);
                }
            }

            private static boolean isTls(Throwable why) {
                return why instanceof SSLException || why.getCause() instanceof SSLException;
            }

            /** The first that is known of it counts. */
            private void failed(HandshakeFailure failure) {
                if (!settled) {
                    settled = true;
                    failures.count(failure);
                }
            }
        }
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return door.addresses();
    }

    /** Open connections, at this moment. Any thread. */
    public int connections() {
        return door.connections();
    }

    /** Handshakes that came to nothing, by why. Any thread. */
    public Map<HandshakeFailure, Long> failures() {
        return failures.now();
    }

    /** Takes no new connections any more, and gives its port back. Any thread. */
    public void shut() {
        door.shut();
    }

    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        return door.stop(grace);
    }
}
