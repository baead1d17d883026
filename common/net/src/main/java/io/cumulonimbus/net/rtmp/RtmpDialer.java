package io.cumulonimbus.net.rtmp;

import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.TcpDialer;
import io.cumulonimbus.rtmp.connection.RtmpPeer;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Connects to servers of RTMP, with TLS or without. */
public final class RtmpDialer {
    private RtmpDialer() {}

    /**
     * Connects; on the loop.
     *
     * @param peer makes the connection, given what it calls when there is something to flush
     * @param lingerNs how long a closed connection may take to send what was written
     * @param gone told once, on the loop, when there is no connection, or no longer; with what went
     *     wrong if something did
     * @return closes the socket at once
     */
    public static Runnable dial(
            NettyLoop loop,
            TcpDialer.Destination to,
            Function<Runnable, ? extends RtmpPeer> peer,
            long lingerNs,
            Consumer<Optional<Throwable>> gone) {
        Outbound end = new Outbound(to, peer, lingerNs, gone);
        SocketChannel socket =
                TcpDialer.dial(
                        loop,
                        to,
                        made ->
                                new RtmpSocket(
                                        loop,
                                        made,
                                        end,
                                        new RtmpSocket.Scratch(),
                                        Gatherings.NONE.on(loop)),
                        why -> end.gone(Optional.of(why)));
        return socket::close;
    }

    /** The client's end. */
    private record Outbound(
            TcpDialer.Destination to,
            Function<Runnable, ? extends RtmpPeer> peer,
            long lingerNs,
            Consumer<Optional<Throwable>> end)
            implements RtmpSocket.End {
        @Override
        public RtmpPeer connect(InetSocketAddress address, Runnable outputPending) {
            return peer.apply(outputPending);
        }

        @Override
        public boolean secure() {
            return to.tls().isPresent();
        }

        @Override
        public void shaken() {}

        @Override
        public void refused(InetSocketAddress address, int version) {}

        @Override
        public void gone(Optional<Throwable> why) {
            end.accept(why);
        }
    }
}
