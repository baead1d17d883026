package io.cumulonimbus.net.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpLimits;
import io.cumulonimbus.net.tls.ServerTls;
import io.cumulonimbus.net.tls.TrustAnyone;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpGatewayTest {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int PACKET = 1536;
    private static final int CHUNK = 1 << 16;

    private final Loops loops = Loops.startDaemons("client", 2);
    private final List<Client> arrived = new CopyOnWriteArrayList<>();
    private final List<CloseReason> closed = new CopyOnWriteArrayList<>();
    private final List<IncomingFlow> flows = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean suspends;
    private RtmpGateway gateway;

    @AfterEach
    void end() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        if (gateway != null) {
            gateway.stop(GRACE).join();
        }
        loops.close();
    }

    /** Takes everything, and tells the test. */
    private final class Recording implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            flows.add(flow);
            flow.suspend(suspends);
            return Optional.of(
                    new FlowHandler() {
                        @Override
                        public void onMessage(Message message, long lostBefore) {
                            bytes.addAndGet(message.length());
                        }

                        @Override
                        public void onClosed() {}
                    });
        }

        @Override
        public void onClosed(CloseReason reason) {
            closed.add(reason);
        }
    }

    private void start(RtmpConfig config, TcpLimits limits) {
        start(config, DoorOptions.plain(limits));
    }

    private void start(RtmpConfig config, DoorOptions door) {
        gateway =
                RtmpGateway.start(
                                loops,
                                ANY,
                                new RtmpGateway.Setup(
                                        config,
                                        door,
                                        loop ->
                                                client -> {
                                                    assertThat(loop.inLoop()).isTrue();
                                                    arrived.add(client);
                                                    return new Recording();
                                                },
                                        new SecureRandom()))
                        .join();
    }

    private void start() {
        start(RtmpConfig.DEFAULT, TcpLimits.DEFAULT);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(gateway.addresses().get(0));
        return socket;
    }

    /** A client behind its handshake, which the server has finished too. */
    private Socket shakeHands() throws IOException {
        return shakeHands(connect());
    }

    private Socket shakeHands(Socket socket) throws IOException {
        int before = arrived.size();
        OutputStream out = socket.getOutputStream();
        out.write(3);
        out.write(new byte[PACKET]);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[1 + 2 * PACKET];
        in.readFully(answer);
        assertThat(answer[0]).isEqualTo((byte) 3);
        out.write(answer, 1, PACKET);
        await().until(() -> arrived.size() > before);
        return socket;
    }

    /** Reads to the end. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Waits until the loops did what they had to do. */
    private void settle() {
        for (int i = 0; i < loops.size(); i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            new BoundedHop(loops.loop(i), 1).insist(() -> done.complete(null));
            done.join();
        }
    }

    private static byte[] message(int type, int streamId, byte[] payload) {
        byte[] chunk = new byte[12 + payload.length];
        chunk[0] = 4;
        chunk[4] = (byte) (payload.length >> 16);
        chunk[5] = (byte) (payload.length >> 8);
        chunk[6] = (byte) payload.length;
        chunk[7] = (byte) type;
        chunk[8] = (byte) streamId;
        System.arraycopy(payload, 0, chunk, 12, payload.length);
        return chunk;
    }

    @Test
    void aClientIsHandedToItsLoopAfterTheHandshake() throws Exception {
        start();
        Socket socket = shakeHands();

        assertThat(arrived.get(0).identity().protocol()).isEqualTo(Protocol.RTMP);
        assertThat(arrived.get(0).address()).isEqualTo(socket.getLocalSocketAddress());
        socket.close();
        await().until(() -> closed.equals(List.of(CloseReason.FAR_CLOSED)));
        await().until(() -> gateway.connections() == 0);
    }

    @Test
    void whoDoesNotShakeHandsIsClosed() throws Exception {
        RtmpConfig usual = RtmpConfig.DEFAULT;
        RtmpConfig hasty =
                new RtmpConfig(
                        usual.limits(),
                        usual.chunkSize(),
                        usual.window(),
                        usual.heldBytes(),
                        100_000_000,
                        usual.pingNs(),
                        usual.idleNs(),
                        usual.lingerNs());
        start(hasty, TcpLimits.DEFAULT);
        Socket silent = connect();
        Socket slow = connect();
        slow.getOutputStream().write(3);

        assertThat(isClosed(silent)).isTrue();
        assertThat(isClosed(slow)).isTrue();
        assertThat(arrived).isEmpty();
    }

    @Test
    void whoSpeaksSomethingElseIsClosed() throws Exception {
        start();
        Socket encrypted = connect();
        encrypted.getOutputStream().write(6);

        assertThat(isClosed(encrypted)).isTrue();
        assertThat(arrived).isEmpty();
    }

    @Test
    void newcomersOfAnAddressAreLimitedAndClientsAreNot() throws Exception {
        start(RtmpConfig.DEFAULT, new TcpLimits(100, 10, 2));
        for (int i = 0; i < 5; i++) {
            shakeHands();
        }
        settle();
        connect();
        connect();
        await().until(() -> gateway.connections() == 7);

        assertThat(isClosed(connect())).isTrue();
        assertThat(gateway.connections()).isEqualTo(7);
    }

    @Test
    void connectionsAreLimited() throws Exception {
        start(RtmpConfig.DEFAULT, new TcpLimits(2, 10, 10));
        shakeHands();
        Socket second = shakeHands();
        assertThat(isClosed(connect())).isTrue();
        second.close();
        await().until(() -> gateway.connections() == 1);

        shakeHands();
        assertThat(arrived).hasSize(3);
    }

    @Test
    void nothingIsReadBeyondALittleWhileNobodyTakesIt() throws Exception {
        start();
        suspends = true;
        Socket socket = shakeHands();
        int messages = 1024;
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> writing =
                CompletableFuture.runAsync(() -> writeAudio(socket, messages, written));
        await().until(() -> written.get() > 4L * RtmpConfig.DEFAULT.heldBytes());
        await().until(() -> !flows.isEmpty());
        // Had it been read, the connection would have ended for holding too much.
        assertThat(closed).isEmpty();
        assertThat(bytes).hasValue(0);

        new BoundedHop(loops.loop(0), 1).offer(() -> flows.get(0).suspend(false));
        writing.join();
        await().until(() -> bytes.get() >= (long) messages * CHUNK);
        assertThat(closed).isEmpty();
    }

    private static void writeAudio(Socket socket, int messages, AtomicLong written) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(message(1, 0, new byte[] {0, 1, 0, 0}));
            byte[] audio = message(8, 1, new byte[CHUNK]);
            for (int i = 0; i < messages; i++) {
                out.write(audio);
                written.addAndGet(audio.length);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void brokenChunksEndTheConnection() throws Exception {
        start();
        Socket socket = shakeHands();
        socket.getOutputStream().write(new byte[] {(byte) 0xc4, 0, 0});

        assertThat(isClosed(socket)).isTrue();
        await().until(() -> closed.equals(List.of(CloseReason.MISBEHAVED)));
    }

    @Test
    void stoppingClosesClientsAndGivesThePortBack() throws Exception {
        start();
        Socket socket = shakeHands();
        Socket newcomer = connect();
        InetSocketAddress address = gateway.addresses().get(0);
        gateway.stop(GRACE).join();

        assertThat(isClosed(socket)).isTrue();
        assertThat(isClosed(newcomer)).isTrue();
        await().until(() -> closed.equals(List.of(CloseReason.STOPPING)));
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(address);
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void whoIsThereStaysWhenTheDoorIsShut() throws Exception {
        start();
        Socket socket = shakeHands();
        InetSocketAddress address = gateway.addresses().get(0);
        gateway.shut();

        await().until(() -> isRefused(address));
        assertThat(gateway.addresses()).containsExactly(address);
        assertThat(gateway.connections()).isEqualTo(1);
        assertThat(closed).isEmpty();
        gateway.stop(GRACE).join();
        assertThat(isClosed(socket)).isTrue();
    }

    private static boolean isRefused(InetSocketAddress address) throws IOException {
        try (Socket late = new Socket()) {
            late.connect(address);
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            RtmpGateway.Setup setup =
                    new RtmpGateway.Setup(
                            RtmpConfig.DEFAULT,
                            DoorOptions.PLAIN,
                            loop -> client -> new Recording(),
                            new SecureRandom());
            assertThatThrownBy(() -> RtmpGateway.start(loops, address, setup).join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("TCP port " + taken.getLocalPort() + " is in use");
        }
    }

    private static DoorOptions behind(String proxy) {
        return new DoorOptions(
                TcpLimits.DEFAULT,
                Optional.empty(),
                address -> address.getHostAddress().equals(proxy));
    }

    private static byte[] proxyHeader(int command, int family, String addresses) {
        byte[] parts = HexFormat.of().parseHex(addresses);
        return HexFormat.of()
                .parseHex(
                        "0d0a0d0a000d0a515549540a%02x%02x%04x%s"
                                .formatted(command, family, parts.length, addresses));
    }

    @ParameterizedTest
    @CsvSource({
        // The client, our address, their ports, and something that is not known
        "0x21, 0x11, c0000207c0000201d43107920400010b, 192.0.2.7:54321",
        "0x21, 0x21, 20010db8000000000000000000000007000000000000000000000000000000018000078f,"
                + " 2001:db8:0:0:0:0:0:7:32768",
        // A health check of the proxy itself, and a family that we do not know
        "0x20, 0x00, '', 127.0.0.1:0",
        "0x21, 0x00, 00, 127.0.0.1:0",
    })
    void aClientIsWhoATrustedProxySays(
            String command, String family, String addresses, String client) throws Exception {
        start(RtmpConfig.DEFAULT, behind("127.0.0.1"));
        Socket socket = connect();
        byte[] header = proxyHeader(Integer.decode(command), Integer.decode(family), addresses);
        socket.getOutputStream().write(header, 0, 5);
        socket.getOutputStream().flush();
        socket.getOutputStream().write(header, 5, header.length - 5);
        shakeHands(socket);
        InetSocketAddress seen = arrived.get(0).address();
        int port = client.endsWith(":0") ? 0 : seen.getPort();
        assertThat(seen.getAddress().getHostAddress() + ":" + port).isEqualTo(client);
    }

    @Test
    void aConnectionOfTheProxyItselfNeedsNoHeader() throws Exception {
        start(RtmpConfig.DEFAULT, behind("127.0.0.1"));
        Socket socket = shakeHands();
        assertThat(arrived.get(0).address()).isEqualTo(socket.getLocalSocketAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "127.0.0.1"})
    void aHeaderOfAnyoneElseOrThatMakesNoSenseEndsTheConnection(String proxy) throws Exception {
        start(RtmpConfig.DEFAULT, behind(proxy));
        Socket socket = connect();
        socket.getOutputStream().write(proxyHeader(0x21, 0x11, "c0000207"));
        socket.getOutputStream().write(new byte[1 + PACKET]);
        assertThat(isClosed(socket)).isTrue();
        assertThat(arrived).isEmpty();
    }

    @Test
    void manyNewcomersMayComeThroughOneProxy() throws Exception {
        TcpLimits one = new TcpLimits(10, 10, 1);
        start(RtmpConfig.DEFAULT, new DoorOptions(one, Optional.empty(), address -> true));
        connect();
        connect();
        shakeHands();
    }

    @Test
    void behindTlsThereIsTheSame(@TempDir Path home) throws Exception {
        Path certificate = home.resolve("certificate.pem");
        Path key = home.resolve("key.pem");
        ServerTls.makeMissing(certificate, key, new SecureRandom());
        try (ServerTls tls = ServerTls.open(certificate, key, Duration.ofSeconds(5))) {
            start(
                    RtmpConfig.DEFAULT,
                    new DoorOptions(TcpLimits.DEFAULT, Optional.of(tls), address -> true));
            Socket socket = connect();
            socket.getOutputStream().write(proxyHeader(0x21, 0x11, "c0000207c0000201d4310792"));
            Socket encrypted = TrustAnyone.sockets().createSocket(socket, "localhost", 443, true);
            sockets.add(encrypted);
            shakeHands(encrypted);
            assertThat(arrived.get(0).identity().protocol()).isEqualTo(Protocol.RTMPS);
            assertThat(arrived.get(0).address())
                    .isEqualTo(new InetSocketAddress("192.0.2.7", 0xd431));

            Socket plain = connect();
            plain.getOutputStream().write(3);
            plain.getOutputStream().write(new byte[PACKET]);
            assertThat(isClosed(plain)).isTrue();
        }
    }
}
