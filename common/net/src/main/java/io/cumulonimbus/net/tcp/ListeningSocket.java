package io.cumulonimbus.net.tcp;

import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A TCP port that is listened at, on loop 0. Whoever is accepted is handed on there, before
 * anything can be read; the loop that the connection will live on is chosen by who takes it.
 */
public final class ListeningSocket {
    private final NettyLoop loop;
    private final ServerSocketChannel channel;
    private volatile InetSocketAddress address;

    /**
     * One that does not listen yet.
     *
     * @param complaints where it is told that nobody can be accepted
     * @param taker gets whom is accepted, on loop 0
     */
    public ListeningSocket(Loops loops, SparseLog complaints, Consumer<SocketChannel> taker) {
        this.loop = loops.loop(0);
        this.channel = loop.transport().serverChannel();
        Acceptor.on(loop, channel, complaints, taker);
    }

    /** Starts to listen; fails with {@link PortUnavailableException}. Once, any thread. */
    public CompletableFuture<Void> bind(InetSocketAddress wanted) {
        CompletableFuture<Void> bound = new CompletableFuture<>();
        loop.eventLoop()
                .register(channel)
                .addListener(registered -> bind(wanted, registered.cause(), bound));
        return bound;
    }

    private void bind(
            InetSocketAddress wanted, Throwable failure, CompletableFuture<Void> outcome) {
        if (failure != null) {
            outcome.completeExceptionally(failure);
            return;
        }
        channel.bind(wanted)
                .addListener(
                        bound -> {
                            if (bound.isSuccess()) {
                                address = channel.localAddress();
                                outcome.complete(null);
                            } else {
                                channel.close();
                                outcome.completeExceptionally(
                                        PortUnavailableException.of("TCP", wanted, bound.cause()));
                            }
                        });
    }

    /** Where it listens, once it does. Any thread. */
    public InetSocketAddress address() {
        return address;
    }

    /** Accepts nobody any more; complete when the port is free. Any thread. */
    public CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channel.close().addListener(done -> closed.complete(null));
        return closed;
    }
}
