package io.cumulonimbus.net.tcp;

import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tls.ClientTls;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens TCP connections to servers, with TLS where it is wanted. */
public final class TcpDialer {
    private TcpDialer() {}

    /**
     * Where to.
     *
     * @param host the server's name, which its certificate has to show
     */
    public record Destination(String host, InetSocketAddress address, Optional<ClientTls> tls) {}

    /**
     * Connects; on the loop or not.
     *
     * @param factory makes what stands on the socket; on the loop
     * @param failed told, on the loop, why there is no connection
     * @return the socket, which may be closed at any time
     */
    public static SocketChannel dial(
            NettyLoop loop,
            Destination to,
            Function<SocketChannel, TcpConnection> factory,
            Consumer<Throwable> failed) {
        SocketChannel socket = loop.transport().socketChannel();
        socket.pipeline()
                .addLast(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel registered) {
                                to.tls()
                                        .ifPresent(
                                                tls ->
                                                        registered
                                                                .pipeline()
                                                                .addLast(
                                                                        tls.handler(
                                                                                registered.alloc(),
                                                                                to.host(),
                                                                                to.address()
                                                                                        .getPort())));
                            }
                        });
        loop.eventLoop()
                .register(socket)
                .addListener(
                        registered -> {
                            if (registered.isSuccess()) {
                                connect(socket, to, factory, failed);
                            } else {
                                failed.accept(registered.cause());
                            }
                        });
        return socket;
    }

    private static void connect(
            SocketChannel socket,
            Destination to,
            Function<SocketChannel, TcpConnection> factory,
            Consumer<Throwable> failed) {
        TcpConnection connection = factory.apply(socket);
        socket.connect(to.address())
                .addListener(
                        connected -> {
                            if (connected.isSuccess()) {
                                connection.start(to.address());
                            } else {
                                failed.accept(connected.cause());
                            }
                        });
    }
}
