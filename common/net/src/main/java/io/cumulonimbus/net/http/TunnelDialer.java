package io.cumulonimbus.net.http;

import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.TcpDialer;
import io.cumulonimbus.rtmp.connection.RtmpClientConnection;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Connects to servers of RTMPT, with TLS or without. */
public final class TunnelDialer {
    private TunnelDialer() {}

    /**
     * Connects; on the loop.
     *
     * @param connection made, given what it calls when there is something to flush
     * @param gone told once, on the loop, when there is no connection, or no longer; with what went
     *     wrong if something did
     * @return closes the socket at once
     */
    public static Runnable dial(
            NettyLoop loop,
            TcpDialer.Destination to,
            Function<Runnable, RtmpClientConnection> connection,
            Consumer<Optional<Throwable>> gone) {
        SocketChannel socket =
                TcpDialer.dial(
                        loop,
                        to,
                        made -> new TunnelSocket(loop, made, to, connection, gone),
                        why -> gone.accept(Optional.of(why)));
        return socket::close;
    }
}
