package io.cumulonimbus.net.socket;

import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** A listening TCP socket whose connections belong to its owner, on its loop. */
public final class TcpListener implements OpenSocket {
    private static final int BACKLOG = 1024;

    /** How long nobody is taken in when that failed: it mostly means too many open files. */
    private static final long PAUSE_NS = 1_000_000_000L;

    private static final SparseLog COMPLAINTS =
            new SparseLog(LoggerFactory.getLogger(TcpListener.class));

    private final Sockets owner;
    private final Function<TcpSocket, TcpSocket.Listener> newcomers;
    private final ServerSocketChannel channel;
    private final DeadlineTimer pause;

    TcpListener(Sockets owner, Function<TcpSocket, TcpSocket.Listener> newcomers) {
        this.owner = owner;
        this.newcomers = newcomers;
        this.channel = owner.loop().transport().serverChannel();
        this.pause = new DeadlineTimer(owner.loop(), () -> channel.config().setAutoRead(true));
    }

    void bind(InetSocketAddress address) throws SocketFailure {
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.config().setBacklog(BACKLOG);
        channel.pipeline().addLast(new Acceptor());
        channel.closeFuture().addListener(closed -> owner.leave(this));
        Bindings.bind(owner.loop(), channel, address);
    }

    private final class Acceptor extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            accept((SocketChannel) message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            COMPLAINTS.warn("Cannot take a connection: " + cause);
            channel.config().setAutoRead(false);
            pause.set(owner.loop().nowNs() + PAUSE_NS);
        }
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
        pause.cancel();
        channel.close();
    }

    @Override
    public void abort() {
        close();
    }
}
