package io.cumulonimbus.net.rtmp;

import io.cumulonimbus.client.ClientAcceptor;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A door for RTMP clients, with or without TLS: TCP connections, each a client of the loop that it
 * lives on.
 */
public final class RtmpGateway implements Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpGateway.class);

    private final TcpDoor door;

    /**
     * What is the same for all connections.
     *
     * @param config how connections behave
     * @param door who is let in; a newcomer has not shaken hands yet
     * @param acceptors answers who takes the clients of a loop
     * @param random unpredictable and thread-safe
     */
    public record Setup(
            RtmpConfig config,
            DoorOptions door,
            Function<Loop, ClientAcceptor> acceptors,
            RandomGenerator random) {}

    private RtmpGateway(TcpDoor door) {
        this.door = door;
    }

    /**
     * Starts to listen; fails with {@link io.cumulonimbus.net.gateway.PortUnavailableException}.
     * Any thread.
     */
    public static CompletableFuture<RtmpGateway> start(
            Loops loops, InetSocketAddress address, Setup setup) {
        return TcpDoor.open(loops, address, setup.door(), new Factory(setup))
                .thenApply(RtmpGateway::new);
    }

    /** Makes the connections. */
    private static final class Factory implements TcpDoor.Connections {
        private final Setup setup;
        private final SparseLog complaints = new SparseLog(LOG);
        private final Map<Loop, RtmpSocket.Scratch> scratches = new ConcurrentHashMap<>();

        Factory(Setup setup) {
            this.setup = setup;
        }

        @Override
        public TcpConnection create(NettyLoop loop, SocketChannel socket, Runnable known) {
            RtmpSocket.Scratch scratch =
                    scratches.computeIfAbsent(loop, l -> new RtmpSocket.Scratch());
            return new RtmpSocket(loop, socket, new Server(loop, known), scratch);
        }

        /** Our end of one of them. */
        private final class Server implements RtmpSocket.End {
            private final NettyLoop loop;
            private final Runnable known;

            Server(NettyLoop loop, Runnable known) {
                this.loop = loop;
                this.known = known;
            }

            @Override
            public RtmpPeer connect(InetSocketAddress address, Runnable outputPending) {
                return new RtmpConnection(
                        setup.config(),
                        secure() ? Protocol.RTMPS : Protocol.RTMP,
                        address,
                        setup.acceptors().apply(loop),
                        outputPending,
                        setup.random(),
                        loop.nowNs());
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
                known.run();
            }

            @Override
            public void refused(InetSocketAddress address) {
                complaints.warn(
                        "Refused a connection from "
                                + address
                                + ": no RTMP, or RTMPE, for which TLS (RTMPS) is the remedy");
            }

            @Override
            public void gone(Optional<Throwable> why) {}
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

    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        return door.stop(grace);
    }
}
