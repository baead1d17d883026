package io.cumulonimbus.net.socket;

import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;

/** Binds channels at once, which is possible on their own loop only. */
final class Bindings {
    private Bindings() {}

    static void bind(NettyLoop loop, Channel channel, InetSocketAddress address)
            throws SocketFailure {
        if (!loop.inLoop()) {
            throw new IllegalStateException("not on the loop of the socket");
        }
        ChannelFuture done = loop.eventLoop().register(channel);
        if (done.isSuccess()) {
            done = channel.bind(address);
        }
        if (!done.isSuccess()) {
            channel.close();
            String why = done.cause() == null ? "not yet" : SocketFailure.text(done.cause());
            throw new SocketFailure(
                    address.getAddress().getHostAddress() + ":" + address.getPort() + ": " + why);
        }
    }
}
