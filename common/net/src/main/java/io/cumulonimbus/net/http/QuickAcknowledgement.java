package io.cumulonimbus.net.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.util.function.BooleanSupplier;

/**
 * Has the kernel acknowledge at once what came of a request that is not whole: clients that write
 * header and body apart wait for that with the body, and it would take 40 ms otherwise. A whole
 * request is acknowledged by its reply. The kernel forgets, so it is asked again after each read.
 */
final class QuickAcknowledgement extends ChannelInboundHandlerAdapter {
    private final BooleanSupplier partial;
    private final Runnable acknowledge;

    /**
     * @param partial whether a part of a request came, and the rest did not
     * @param acknowledge asks for the acknowledgement
     */
    QuickAcknowledgement(BooleanSupplier partial, Runnable acknowledge) {
        this.partial = partial;
        this.acknowledge = acknowledge;
    }

    /** For a socket; does nothing where the system has no such option. */
    static QuickAcknowledgement of(SocketChannel socket, BooleanSupplier partial) {
        if (!(socket instanceof EpollSocketChannel)) {
            return new QuickAcknowledgement(partial, () -> {});
        }
        return new QuickAcknowledgement(
                partial,
                () -> {
                    if (socket.isActive()) {
                        socket.config().setOption(EpollChannelOption.TCP_QUICKACK, true);
                    }
                });
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (partial.getAsBoolean()) {
            acknowledge.run();
        }
    }
}
