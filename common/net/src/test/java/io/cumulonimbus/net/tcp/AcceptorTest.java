package io.cumulonimbus.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A listening socket whose machine has no more open files to give. */
class AcceptorTest {
    private static final IOException NO_FILES = new IOException("Too many open files");

    private final Loops loops = Loops.startDaemons("acceptor", 1);
    private final NettyLoop loop = loops.loop(0);
    private final ServerSocketChannel channel = loop.transport().serverChannel();
    private final List<SocketChannel> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        channel.close().syncUninterruptibly();
        loops.close();
    }

    @Test
    void whenNobodyCanBeAcceptedItAsksLessOftenAndGoesOn() throws Exception {
        SparseLog complaints = new SparseLog(LoggerFactory.getLogger(AcceptorTest.class));
        Acceptor.on(
                loop,
                channel,
                complaints,
                accepted -> {
                    taken.add(accepted);
                    accepted.unsafe().closeForcibly();
                });
        loop.eventLoop().register(channel).sync();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync();

        boolean stillAsking =
                loop.eventLoop()
                        .submit(
                                () -> {
                                    channel.pipeline().fireExceptionCaught(NO_FILES);
                                    return channel.config().isAutoRead();
                                })
                        .get();
        assertThat(stillAsking).isFalse();
        InetSocketAddress address = channel.localAddress();
        try (Socket waiting = new Socket(address.getAddress(), address.getPort())) {
            assertThat(waiting.isConnected()).isTrue();
            await().until(() -> taken.size() == 1);
        }
        assertThat(channel.config().isAutoRead()).isTrue();
    }
}
