package io.cumulonimbus.net.link;

import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tls.LinkTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Ends the TLS of whoever connects, with a certificate of its own, and passes all on by TLS. */
final class TlsEavesdropper implements AutoCloseable {
    private final Loops loops = Loops.startDaemons("eavesdropper", 1);
    private final NettyLoop loop = loops.loop(0);
    private final LinkTls server = LinkTls.server(new SecureRandom());
    private final LinkTls client = LinkTls.client();
    private final AtomicLong passed = new AtomicLong();
    private final InetSocketAddress target;
    private final Channel door;

    TlsEavesdropper(InetSocketAddress target) {
        this.target = target;
        door =
                new ServerBootstrap()
                        .group(loop.eventLoop())
                        .channelFactory(() -> loop.transport().serverChannel())
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(initializer(this::accepted))
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .syncUninterruptibly()
                        .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) door.localAddress();
    }

    /** Bytes read in the clear. */
    long passed() {
        return passed.get();
    }

    private void accepted(SocketChannel from) {
        from.pipeline().addLast(server.handler(from.alloc()));
        new Bootstrap()
                .group(loop.eventLoop())
                .channelFactory(() -> loop.transport().socketChannel())
                .handler(
                        initializer(
                                to -> {
                                    to.pipeline().addLast(client.handler(to.alloc()), pipe(from));
                                    from.pipeline().addLast(pipe(to));
                                    from.config().setAutoRead(true);
                                }))
                .connect(target);
    }

    private ChannelHandler pipe(Channel to) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                passed.addAndGet(((ByteBuf) message).readableBytes());
                to.writeAndFlush(message);
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                to.close();
            }
        };
    }

    private static ChannelHandler initializer(Consumer<SocketChannel> body) {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                body.accept(channel);
            }
        };
    }

    @Override
    public void close() {
        loops.close();
    }
}
