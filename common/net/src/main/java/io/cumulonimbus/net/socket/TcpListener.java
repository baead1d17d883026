package io.cumulonimbus.net.socket;

import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.tcp.Acceptor;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** A listening TCP socket whose connections belong to its owner, on its loop. */
public final class TcpListener implements OpenSocket {
    private static final SparseLog COMPLAINTS =
            new SparseLog(LoggerFactory.getLogger(TcpListener.class));

    private final Sockets owner;
    private final Function<TcpSocket, TcpSocket.Listener> newcomers;
    private final ServerSocketChannel channel;

    TcpListener(Sockets owner, Function<TcpSocket, TcpSocket.Listener> newcomers) {
        this.owner = owner;
        this.newcomers = newcomers;
        this.channel = owner.loop().transport().serverChannel();
    }

    void bind(InetSocketAddress address) throws SocketFailure {
        Acceptor.on(owner.loop(), channel, COMPLAINTS, this::accept);
        channel.closeFuture().addListener(closed -> owner.leave(this));
        Bindings.bind(owner.loop(), channel, address);
    }

    private void accept(SocketChannel accepted) {
        TcpSocket socket = new TcpSocket(owner);
        if (!owner.admit(socket) || !owner.loop().eventLoop().register(accepted).isSuccess()) {
            accepted.unsafe().closeForcibly();
            socket.abort();
            return;
        }
        socket.stand(accepted);
        socket.tell(newcomers.apply(socket));
    }

    /** Where it listens; nothing once it is closed. */
    public Optional<InetSocketAddress> localAddress() {
        return channel.isOpen() ? Optional.ofNullable(channel.localAddress()) : Optional.empty();
    }

    /** Listens no more; connections stay. Harmless when repeated. */
    public void close() {
        channel.close();
    }

    @Override
    public void abort() {
        close();
    }
}
