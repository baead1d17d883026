package io.cumulonimbus.net.link;

import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tls.LinkTls;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;

/**
 * How an edge dials origins. Owned by its loop.
 *
 * @param cipher whether links are encrypted
 */
record Dialling(NettyLoop loop, LinkCipher cipher) {
    /** How long the system tries to connect, as a rule. */
    static final int TIMEOUT_MS = 5_000;

    /** Begins to connect; answers what becomes of it, and of which channel. */
    ChannelFuture dial(InetSocketAddress to, int timeoutMs) {
        SocketChannel channel = loop.transport().socketChannel();
        LinkConnection.configure(channel);
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs);
        ChannelPromise answered = channel.newPromise();
        ChannelFutureListener registered =
                done -> {
                    if (done.isSuccess()) {
                        channel.connect(to, answered);
                    } else {
                        answered.setFailure(done.cause());
                    }
                };
        loop.eventLoop().register(channel).addListener(registered);
        return answered;
    }

    /** Gives a session its connection. */
    LinkConnection converse(SocketChannel channel, LinkSession session) {
        LinkConnection made = new LinkConnection(loop, channel);
        if (cipher.isDemanded(channel.remoteAddress())) {
            made.startEncrypted(LinkTls.client(), session);
        } else {
            made.start(session);
        }
        return made;
    }
}
