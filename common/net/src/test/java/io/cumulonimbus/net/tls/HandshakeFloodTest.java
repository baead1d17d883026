package io.cumulonimbus.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.rtmp.RtmpGateway;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpLimits;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLEngine;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More TLS handshakes than can be computed, beside a client that is served. */
class HandshakeFloodTest {
    private static final int WAITING = 4;
    private static final int FLOOD = 40;
    private static final int PACKET = 1536;

    private final Loops loops = Loops.startDaemons("client", 1);
    private final HandshakesProxy handshakes = new HandshakesProxy(1, WAITING);
    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch free = new CountDownLatch(1);
    private ServerTls tls;
    private RtmpGateway gateway;

    @BeforeEach
    void start(@TempDir Path home) throws IOException {
        Path certificate = home.resolve("certificate.pem");
        Path key = home.resolve("key.pem");
        ServerTls.makeMissing(certificate, key, new SecureRandom());
        tls = ServerTls.open(certificate, key, Duration.ofSeconds(5), handshakes);
        gateway =
                RtmpGateway.start(
                                loops,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                new RtmpGateway.Setup(
                                        RtmpConfig.DEFAULT,
                                        new DoorOptions(
                                                TcpLimits.DEFAULT, Optional.of(tls), a -> false),
                                        loop -> client -> new Idle(),
                                        new SecureRandom()))
                        .join();
    }

    @AfterEach
    void end() throws IOException {
        free.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        gateway.stop(Duration.ofSeconds(5)).join();
        tls.close();
        loops.close();
    }

    /** Wants nothing. */
    private static final class Idle implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(60_000);
        socket.connect(gateway.addresses().get(0));
        return socket;
    }

    /** A client behind the handshakes of TLS and RTMP. */
    private Socket client() throws Exception {
        Socket socket = TrustAnyone.sockets().createSocket(connect(), "localhost", 443, true);
        sockets.add(socket);
        socket.getOutputStream().write(3);
        socket.getOutputStream().write(new byte[PACKET]);
        new DataInputStream(socket.getInputStream()).readFully(new byte[1 + 2 * PACKET]);
        socket.getOutputStream().write(new byte[PACKET]);
        return socket;
    }

    /** Asks whether the server is there, and waits until it says so. */
    private static void ping(Socket client, int time) throws IOException {
        ByteBuffer ping = ByteBuffer.allocate(18);
        ping.put((byte) 2).putInt(0).putShort((short) 6).put((byte) 4);
        ping.position(12).putShort((short) 6).putInt(time);
        client.getOutputStream().write(ping.array());
        DataInputStream in = new DataInputStream(client.getInputStream());
        long last = 0;
        long pong = 7L << 32 | time;
        while ((last & 0xffff_ffff_ffffL) != pong) {
            last = last << 8 | in.readUnsignedByte();
        }
    }

    private static byte[] hello() throws Exception {
        SSLEngine engine = TrustAnyone.context().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        hello.flip();
        byte[] bytes = new byte[hello.remaining()];
        hello.get(bytes);
        return bytes;
    }

    @Test
    void whoIsConnectedIsServedWhileHandshakesWaitAndTooManyAreRefused() throws Exception {
        Socket playing = client();
        ping(playing, 1);
        assertThat(tls.handshakes().done()).isPositive();
        handshakes.submit(this::occupy, Assertions::fail);

        byte[] hello = hello();
        for (int i = 0; i < FLOOD; i++) {
            connect().getOutputStream().write(hello);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tls.handshakes().refused() == FLOOD - WAITING);
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.connections() == 1 + WAITING);
        ping(playing, 2);

        long before = tls.handshakes().done();
        free.countDown();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tls.handshakes().done() > before + WAITING);
        ping(client(), 3);
        ping(playing, 4);
    }

    /** Computes for as long as the test wants. */
    private void occupy() {
        try {
            free.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
