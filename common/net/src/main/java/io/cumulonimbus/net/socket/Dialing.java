package io.cumulonimbus.net.socket;

import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/** An attempt to connect to one of several addresses, in turn. Owned by its loop. */
final class Dialing {
    private final NettyLoop loop;
    private final ArrayDeque<InetSocketAddress> left;
    private final Consumer<SocketChannel> connected;
    private SocketChannel socket;
    private boolean cancelled;

    /**
     * @param connected told of the connection, before anything of it is read
     */
    Dialing(NettyLoop loop, List<InetSocketAddress> to, Consumer<SocketChannel> connected) {
        this.loop = loop;
        this.left = new ArrayDeque<>(to);
        this.connected = connected;
    }

    /** Tries the next address. */
    void next(Consumer<Throwable> failed) {
        SocketChannel tried;
        try {
            tried = loop.transport().socketChannel();
        } catch (ChannelException none) {
            failed.accept(new IOException("the system has no more sockets", none));
            return;
        }
        socket = tried;
        InetSocketAddress to = left.remove();
        loop.eventLoop()
                .register(tried)
                .addListener(
                        registered -> {
                            if (registered.isSuccess()) {
                                connect(tried, to, failed);
                            } else {
                                failed(tried, registered.cause(), failed);
                            }
                        });
    }

    private void connect(SocketChannel tried, InetSocketAddress to, Consumer<Throwable> failed) {
        tried.connect(to)
                .addListener(
                        done -> {
                            if (cancelled) {
                                tried.close();
                            } else if (!done.isSuccess()) {
                                failed(tried, done.cause(), failed);
                            } else if (isItself(tried)) {
                                failed(tried, new IOException("connection refused"), failed);
                            } else {
                                connected.accept(tried);
                            }
                        });
    }

    /** A port that is free can by chance be given to the socket that tries to reach it. */
    private static boolean isItself(SocketChannel socket) {
        return socket.localAddress() != null
                && socket.localAddress().equals(socket.remoteAddress());
    }

    private void failed(SocketChannel tried, Throwable cause, Consumer<Throwable> failed) {
        tried.close();
        if (cancelled) {
            return;
        }
        if (left.isEmpty()) {
            failed.accept(cause);
        } else {
            next(failed);
        }
    }

    /** Tries nothing more. */
    void cancel() {
        cancelled = true;
        if (socket != null) {
            socket.close();
        }
    }
}
