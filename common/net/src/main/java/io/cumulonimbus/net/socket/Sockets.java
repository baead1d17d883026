package io.cumulonimbus.net.socket;

import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.ChannelException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The sockets of one owner, which live on its loop: how many there may be, and how much may wait in
 * them. Owned by the loop, as are the sockets.
 */
public final class Sockets {
    /** Sockets of one owner, listening ones among them. */
    public static final int MOST = 1_000;

    /** What may wait in all sockets of one owner, in bytes. */
    static final long MOST_WAITING = 64 << 20;

    private final NettyLoop loop;
    private final SocketRule rule;
    private final NamesProxy names;
    private final SocketCensus census;
    private final Set<OpenSocket> open = new LinkedHashSet<>();
    private long waiting;

    /**
     * @param loop where they live
     * @param names looks up the names of hosts
     * @param census counts them together with those of other owners
     */
    public Sockets(NettyLoop loop, SocketRule rule, NamesProxy names, SocketCensus census) {
        this.loop = loop;
        this.rule = rule;
        this.names = names;
        this.census = census;
    }

    /**
     * Connects; what comes of it the listener is told later.
     *
     * @param host a name or an address
     */
    public TcpSocket connect(String host, int port, TcpSocket.Listener listener)
            throws SocketFailure {
        checkPort(port);
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent() && !rule.allows(literal.get())) {
            throw new SocketFailure(host + " must not be reached from here");
        }
        TcpSocket socket = new TcpSocket(this);
        enter(socket);
        socket.tell(listener);
        socket.hurry();
        String where = host + ":" + port;
        if (literal.isPresent()) {
            socket.dial(where, List.of(new InetSocketAddress(literal.get(), port)));
        } else if (!names.ask(host, loop, all -> resolved(socket, where, port, all))) {
            socket.abort();
            throw new SocketFailure("too many names are being looked up");
        }
        return socket;
    }

    private void resolved(TcpSocket socket, String where, int port, List<InetAddress> all) {
        List<InetSocketAddress> allowed =
                all.stream()
                        .filter(rule::allows)
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
        if (!allowed.isEmpty()) {
            socket.dial(where, allowed);
        } else {
            socket.fail(
                    where + (all.isEmpty() ? ": no such host" : " must not be reached from here"));
        }
    }

    /**
     * Listens everywhere that is allowed.
     *
     * @param newcomers told of each connection, before anything of it is read; answers who hears of
     *     it further
     */
    public TcpListener listen(int port, Function<TcpSocket, TcpSocket.Listener> newcomers)
            throws SocketFailure {
        checkPort(port);
        TcpListener listener = opened(() -> new TcpListener(this, newcomers));
        enter(listener);
        listener.bind(new InetSocketAddress(rule.everywhere(), port));
        return listener;
    }

    /**
     * A UDP socket bound to an address of ours.
     *
     * @param broadcast whether it may send to everybody in a network
     */
    public UdpPort bind(InetSocketAddress own, boolean broadcast, UdpPort.Receiver receiver)
            throws SocketFailure {
        if (!rule.allowsLocal(own.getAddress())) {
            throw new SocketFailure("only loopback addresses may be bound here");
        }
        UdpPort port = opened(() -> new UdpPort(this, receiver, broadcast));
        enter(port);
        port.bind(own);
        return port;
    }

    /** A UDP socket bound to any port, everywhere that is allowed. */
    public UdpPort open(boolean broadcast, UdpPort.Receiver receiver) throws SocketFailure {
        return bind(new InetSocketAddress(rule.everywhere(), 0), broadcast, receiver);
    }

    /** The address that a text with numbers stands for; names are none. */
    public static Optional<InetAddress> literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException never) {
            return Optional.empty();
        }
    }

    /** What the system refuses for want of file descriptors is a failure like any other. */
    private static <T> T opened(Supplier<T> channel) throws SocketFailure {
        try {
            return channel.get();
        } catch (ChannelException none) {
            throw new SocketFailure("the system has no more sockets");
        }
    }

    private static void checkPort(int port) throws SocketFailure {
        if (port < 1 || port > 65535) {
            throw new SocketFailure(port + " is no port");
        }
    }

    NettyLoop loop() {
        return loop;
    }

    SocketRule rule() {
        return rule;
    }

    SocketCensus census() {
        return census;
    }

    private void enter(OpenSocket socket) throws SocketFailure {
        if (!admit(socket)) {
            throw new SocketFailure("too many sockets");
        }
    }

    /** Counts one more, unless there are too many. */
    boolean admit(OpenSocket socket) {
        if (open.size() >= MOST) {
            census.refuse();
            return false;
        }
        open.add(socket);
        census.entered();
        return true;
    }

    /** It is closed; harmless when repeated. */
    void leave(OpenSocket socket) {
        if (open.remove(socket)) {
            census.left();
        }
    }

    /** Makes room for what waits; answers false, and counts, when that is too much. */
    boolean take(long bytes) {
        if (waiting + bytes > MOST_WAITING) {
            census.refuse();
            return false;
        }
        waiting += bytes;
        return true;
    }

    /** What waited waits no more. */
    void give(long bytes) {
        waiting -= bytes;
    }

    /** How many there are at this moment. */
    public int count() {
        return open.size();
    }

    /** Ends all of them at once. */
    public void close() {
        List.copyOf(open).forEach(OpenSocket::abort);
    }
}
