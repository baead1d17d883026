package io.cumulonimbus.net.tcp;

import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening TCP socket whose connections are spread over the loops in turn. */
public final class TcpDoor implements Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(TcpDoor.class);

    private final Loops loops;
    private final DoorOptions options;
    private final Connections factory;
    private final Newcomers newcomers;
    private final ListeningSocket socket;
    private final SparseLog complaints = new SparseLog(LOG);
    private final Map<SocketChannel, Guest> guests = new ConcurrentHashMap<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private int next;

    /** Makes what stands on the sockets. */
    @FunctionalInterface
    public interface Connections {
        /**
         * Makes one; on loop 0, so it does nothing else yet.
         *
         * @param loop that the connection will live on
         * @param known to be run once the connection showed what it is; any thread
         */
        TcpConnection create(NettyLoop loop, SocketChannel socket, Runnable known);
    }

    /** A connection and the way to it. */
    private record Guest(TcpConnection connection, BoundedHop hop) {}

    private TcpDoor(Loops loops, DoorOptions options, Connections factory) {
        this.loops = loops;
        this.options = options;
        this.factory = factory;
        this.newcomers = new Newcomers(options.limits());
        this.socket = new ListeningSocket(loops, complaints, this::accept);
    }

    /** Starts to listen; fails with {@link PortUnavailableException}. Any thread. */
    public static CompletableFuture<TcpDoor> open(
            Loops loops, InetSocketAddress address, DoorOptions options, Connections factory) {
        TcpDoor door = new TcpDoor(loops, options, factory);
        return door.socket.bind(address).thenApply(bound -> door);
    }

    private void accept(SocketChannel newcomer) {
        InetSocketAddress from = newcomer.remoteAddress();
        if (from == null || stopping.get() || !hasRoomFor(from.getAddress())) {
            complaints.warn(
                    "Refused " + from + " at " + socket.address() + ": too many, or stopping");
            newcomer.unsafe().closeForcibly();
            return;
        }
        NettyLoop loop = loops.loop(Math.floorMod(next++, loops.size()));
        Runnable known = newcomers.add(from.getAddress());
        TcpConnection connection = factory.create(loop, newcomer, known);
        guests.put(newcomer, new Guest(connection, new BoundedHop(loop, 1)));
        Runnable leave =
                () -> {
                    known.run();
                    guests.remove(newcomer);
                };
        newcomer.closeFuture().addListener(closed -> leave.run());
        newcomer.pipeline().addLast(new Starter(connection, loop, from));
        loop.eventLoop()
                .register(newcomer)
                .addListener(
                        registered -> {
                            if (!registered.isSuccess()) {
                                leave.run();
                                newcomer.unsafe().closeForcibly();
                            }
                        });
    }

    private boolean hasRoomFor(InetAddress from) {
        return guests.size() < options.limits().connections()
                && newcomers.hasRoomFor(from, options.proxies().test(from));
    }

    /** Starts a connection before anything can be read: who waits to be told may be too late. */
    private final class Starter extends ChannelInitializer<SocketChannel> {
        private final TcpConnection connection;
        private final NettyLoop loop;
        private final InetSocketAddress from;

        Starter(TcpConnection connection, NettyLoop loop, InetSocketAddress from) {
            this.connection = connection;
            this.loop = loop;
            this.from = from;
        }

        @Override
        protected void initChannel(SocketChannel socket) {
            if (options.proxies().test(from.getAddress())) {
                socket.pipeline()
                        .addLast(
                                new ProxyHeader(
                                        loop,
                                        socket::close,
                                        client -> begin(socket, client.orElse(from))));
            } else {
                begin(socket, from);
            }
        }

        private void begin(SocketChannel socket, InetSocketAddress client) {
            if (options.banned().test(client.getAddress())) {
                socket.close();
                return;
            }
            options.tls().ifPresent(tls -> socket.pipeline().addLast(tls.handler(socket)));
            connection.start(client);
        }
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return List.of(socket.address());
    }

    /** Open connections, at this moment. Any thread. */
    public int connections() {
        return guests.size();
    }

    /** Takes no new connections any more, and gives its port back; those that are there stay. */
    public void shut() {
        socket.close();
    }

    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        if (stopping.compareAndSet(false, true)) {
            socket.close()
                    .thenCompose(done -> closeAll(grace))
                    .thenRun(() -> guests.keySet().forEach(SocketChannel::close))
                    .thenRun(() -> stopped.complete(null));
        }
        return stopped;
    }

    private CompletableFuture<Void> closeAll(Duration grace) {
        return CompletableFuture.allOf(
                        guests.entrySet().stream()
                                .map(guest -> close(guest.getKey(), guest.getValue()))
                                .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, Math.max(1, grace.toMillis()), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Void> close(SocketChannel socket, Guest guest) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        socket.closeFuture().addListener(done -> closed.complete(null));
        guest.hop.insist(guest.connection::close);
        return closed;
    }
}
