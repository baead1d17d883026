package io.cumulonimbus.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpLimits;
import io.cumulonimbus.net.tls.ServerTls;
import io.cumulonimbus.net.tls.TrustAnyone;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpGatewayTest {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final HttpConfig HASTY = new HttpConfig(100_000_000, 100_000_000, 1024, 1 << 20);
    private static final int PACKET = 1536;
    private static final byte[] NUL = {0};

    private final Loops loops = Loops.startDaemons("client", 2);
    private final List<Client> arrived = new CopyOnWriteArrayList<>();
    private final List<CloseReason> closed = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpGateway gateway;

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

    /** A reply as it came, and its parts. */
    private record Reply(String head, byte[] body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    /** A client that only hears of its end. */
    private final class Recording implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onClosed(CloseReason reason) {
            closed.add(reason);
        }
    }

    private HttpGateway.Setup setup(HttpConfig http) {
        return setup(http, DoorOptions.PLAIN);
    }

    private HttpGateway.Setup setup(HttpConfig http, DoorOptions door) {
        return new HttpGateway.Setup(
                http,
                TunnelConfig.DEFAULT,
                RtmpConfig.DEFAULT,
                door,
                loop ->
                        client -> {
                            assertThat(loop.inLoop()).isTrue();
                            arrived.add(client);
                            return new Recording();
                        },
                new SecureRandom());
    }

    private void start(HttpConfig http) {
        gateway = HttpGateway.start(loops, List.of(ANY), setup(http)).join();
    }

    private void start() {
        start(HttpConfig.DEFAULT);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(gateway.addresses().get(0));
        return socket;
    }

    private static byte[] post(String path, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head(path, body.length));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static byte[] head(String path, long length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Reply read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        byte[] body = new byte[Integer.parseInt(head.substring(at, head.indexOf("\r", at)))];
        in.readFully(body);
        return new Reply(head.toString(), body);
    }

    private static Reply ask(Socket socket, String path, byte[] body) throws IOException {
        socket.getOutputStream().write(post(path, body));
        return read(socket);
    }

    private static String open(Socket socket) throws IOException {
        return new String(ask(socket, "/open/1", NUL).body, StandardCharsets.US_ASCII).trim();
    }

    private static byte[] hello() {
        byte[] hello = new byte[1 + PACKET];
        hello[0] = 3;
        return hello;
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

    @Test
    void aSessionIsOpenedAndTheHandshakeAnsweredInOneReply() throws Exception {
        start();
        Socket socket = connect();
        Reply opened = ask(socket, "/open/1", NUL);
        String id = new String(opened.body, StandardCharsets.US_ASCII);
        assertThat(id).matches("[A-Za-z0-9_-]{1,31}\n");

        Reply answer = ask(socket, "/send/" + id.trim() + "/0", hello());
        assertThat(answer.body).hasSize(1 + 1 + 2 * PACKET);
        assertThat(answer.body[0]).isEqualTo((byte) 1);
        assertThat(answer.body[1]).isEqualTo((byte) 3);

        ask(socket, "/send/" + id.trim() + "/1", new byte[PACKET]);
        await().until(() -> arrived.size() == 1);
        assertThat(arrived.get(0).identity().protocol()).isEqualTo(Protocol.RTMPT);
        assertThat(ask(socket, "/close/" + id.trim() + "/2", NUL).body).containsExactly(0);
        await().until(() -> closed.equals(List.of(CloseReason.FAR_CLOSED)));
    }

    @Test
    void theHeadIsWhatStrictClientsLookFor() throws Exception {
        start();
        Reply opened = ask(connect(), "/open/1", NUL);
        assertThat(opened.head)
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\n"
                                + "Cache-Control: no-cache\r\n"
                                + "Connection: Keep-Alive\r\n"
                                + "Content-Length: "
                                + opened.body.length
                                + "\r\n"
                                + "Content-Type: application/x-fcs\r\n\r\n");
    }

    @Test
    void aSessionIsReachedOverAnyConnectionOfAnyLoop() throws Exception {
        start();
        String id = open(connect());
        Socket onOtherLoop = connect();
        assertThat(ask(onOtherLoop, "/send/" + id + "/0", hello()).body).hasSize(2 + 2 * PACKET);
        Socket onFirstLoop = connect();
        assertThat(ask(onFirstLoop, "/send/" + id + "/1", new byte[PACKET]).status())
                .isEqualTo(200);
        await().until(() -> arrived.size() == 1);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderWhereverTheirSessionsLive() throws Exception {
        start();
        String here = open(connect());
        Socket other = connect();
        String there = open(other);
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        requests.writeBytes(post("/send/" + here + "/0", hello()));
        requests.writeBytes(post("/nothing", NUL));
        requests.writeBytes(post("/send/" + there + "/0", hello()));
        requests.writeBytes(post("/send/unknown/0", NUL));
        other.getOutputStream().write(requests.toByteArray());

        assertThat(read(other).body).hasSize(2 + 2 * PACKET);
        assertThat(read(other).status()).isEqualTo(404);
        assertThat(read(other).body).hasSize(2 + 2 * PACKET);
        assertThat(read(other).status()).isEqualTo(404);
    }

    @Test
    void manyPipelinedRequestsAreAllAnswered() throws Exception {
        start();
        Socket socket = connect();
        String id = open(socket);
        ask(socket, "/send/" + id + "/0", hello());
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        int many = 3_000;
        for (int i = 1; i <= many; i++) {
            requests.writeBytes(post("/nothing", NUL));
        }
        Thread writer =
                new Thread(
                        () -> {
                            try {
                                socket.getOutputStream().write(requests.toByteArray());
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        writer.start();
        for (int i = 1; i <= many; i++) {
            assertThat(read(socket).status()).isEqualTo(404);
        }
        writer.join();
    }

    @Test
    void anAnsweredConnectionStaysOpenAfterErrors() throws Exception {
        start();
        Socket socket = connect();
        assertThat(ask(socket, "/fcs/ident2", NUL).status()).isEqualTo(404);
        assertThat(ask(socket, "/idle/unknown/0", NUL).status()).isEqualTo(404);
        assertThat(ask(socket, "/open/1", NUL).status()).isEqualTo(200);
    }

    @Test
    void longHeadersEndTheConnection() throws Exception {
        start();
        Socket socket = connect();
        socket.getOutputStream()
                .write(
                        ("POST /open/1 HTTP/1.1\r\nX: " + "x".repeat(9_000) + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        assertThat(read(socket).status()).isEqualTo(400);
        assertThat(isClosed(socket)).isTrue();
    }

    @Test
    void whatIsNotHttpEndsTheConnection() throws Exception {
        start();
        Socket socket = connect();
        socket.getOutputStream().write(new byte[64]);
        socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(socket).status()).isEqualTo(400);
        assertThat(isClosed(socket)).isTrue();
    }

    @Test
    void longBodiesAreRefusedBeforeTheyCome() throws Exception {
        start();
        Socket socket = connect();
        socket.getOutputStream().write(head("/open/1", (8L << 20) + 1));
        assertThat(read(socket).status()).isEqualTo(413);
        assertThat(isClosed(socket)).isTrue();
    }

    @Test
    void aBodyOfManyMegabytesIsTaken() throws Exception {
        start();
        Socket socket = connect();
        String id = open(socket);
        byte[] body = new byte[8 << 20];
        assertThat(ask(socket, "/send/" + id + "/0", body).status()).isEqualTo(200);
    }

    @Test
    void bodiesOfAllConnectionsTogetherAreLimited() throws Exception {
        start(
                new HttpConfig(
                        HttpConfig.DEFAULT.requestNs(), HttpConfig.DEFAULT.idleNs(), 1024, 1000));
        Socket first = connect();
        first.getOutputStream().write(head("/open/1", 2_000));
        first.getOutputStream().write(new byte[1_001]);
        assertThat(read(first).status()).isEqualTo(503);
        // What was taken is given back.
        assertThat(ask(connect(), "/open/1", new byte[900]).status()).isEqualTo(200);
        assertThat(ask(connect(), "/open/1", new byte[900]).status()).isEqualTo(200);
    }

    @Test
    void slowRequestsAndSilentConnectionsEnd() throws Exception {
        start(HASTY);
        Socket silent = connect();
        Socket slow = connect();
        slow.getOutputStream().write(head("/open/1", 100));
        Socket idle = connect();
        open(idle);

        assertThat(isClosed(silent)).isTrue();
        assertThat(isClosed(slow)).isTrue();
        assertThat(isClosed(idle)).isTrue();
        await().until(() -> gateway.connections() == 0);
    }

    @Test
    void stoppingAnswersEveryRequestAndGivesThePortBack() throws Exception {
        start();
        Socket socket = connect();
        String id = open(socket);
        ask(socket, "/send/" + id + "/0", hello());
        ask(socket, "/send/" + id + "/1", new byte[PACKET]);
        await().until(() -> arrived.size() == 1);
        InetSocketAddress address = gateway.addresses().get(0);
        gateway.stop(GRACE).join();

        assertThat(isClosed(socket)).isTrue();
        assertThat(closed).containsExactly(CloseReason.STOPPING);
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(address);
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void aPortInUseIsNamedAndTheOthersAreGivenBack() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            assertThatThrownBy(
                            () ->
                                    HttpGateway.start(
                                                    loops,
                                                    List.of(ANY, address),
                                                    setup(HttpConfig.DEFAULT))
                                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("TCP port " + taken.getLocalPort() + " is in use");
        }
    }

    private Client openedThrough(String headers) throws IOException {
        Socket socket = connect();
        String id = openWith(socket, headers);
        ask(socket, "/send/" + id + "/0", hello());
        ask(socket, "/send/" + id + "/1", new byte[PACKET]);
        await().until(() -> arrived.size() == 1);
        return arrived.get(0);
    }

    private static String openWith(Socket socket, String headers) throws IOException {
        socket.getOutputStream()
                .write(
                        ("POST /open/1 HTTP/1.1\r\n" + headers + "Content-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        return new String(read(socket).body, StandardCharsets.US_ASCII).trim();
    }

    private void startBehind(Predicate<InetAddress> proxies) {
        DoorOptions door = new DoorOptions(TcpLimits.DEFAULT, Optional.empty(), proxies);
        gateway = HttpGateway.start(loops, List.of(ANY), setup(HttpConfig.DEFAULT, door)).join();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, 0",
        "'192.0.2.7:4711', 192.0.2.7, 4711",
        "'[2001:db8::7]:4711', 2001:db8:0:0:0:0:0:7, 4711",
        "2001:db8::7, 2001:db8:0:0:0:0:0:7, 0",
        "'203.0.113.1, 192.0.2.7', 192.0.2.7, 0",
        "'192.0.2.7, 10.0.0.1, 10.0.0.2', 192.0.2.7, 0",
        "'192.0.2.7, unknown, 10.0.0.2', 10.0.0.2, 0"
    })
    void aClientIsWhoTheOutermostTrustedProxySays(String forwarded, String host, int port)
            throws Exception {
        startBehind(at -> at.isLoopbackAddress() || at.getHostAddress().startsWith("10."));
        Client client =
                openedThrough("X-Forwarded-For: " + forwarded + "\r\nX-Forwarded-Proto: https\r\n");
        assertThat(client.address().getAddress().getHostAddress()).isEqualTo(host);
        assertThat(client.address().getPort()).isEqualTo(port);
        assertThat(client.identity().protocol()).isEqualTo(Protocol.RTMPTS);
    }

    @Test
    void nobodyElseIsBelieved() throws Exception {
        startBehind(at -> false);
        Client client = openedThrough("X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n");
        assertThat(client.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(client.identity().protocol()).isEqualTo(Protocol.RTMPT);
    }

    @Test
    void behindTlsThereIsTheSame(@TempDir Path home) throws Exception {
        Path certificate = home.resolve("certificate.pem");
        Path key = home.resolve("key.pem");
        ServerTls.makeMissing(certificate, key, new SecureRandom());
        try (ServerTls tls = ServerTls.open(certificate, key, Duration.ofSeconds(5))) {
            DoorOptions door =
                    new DoorOptions(TcpLimits.DEFAULT, Optional.of(tls), address -> false);
            gateway =
                    HttpGateway.start(loops, List.of(ANY), setup(HttpConfig.DEFAULT, door)).join();
            Socket socket = TrustAnyone.sockets().createSocket(connect(), "localhost", 443, true);
            sockets.add(socket);
            String id = open(socket);
            ask(socket, "/send/" + id + "/0", hello());
            ask(socket, "/send/" + id + "/1", new byte[PACKET]);
            await().until(() -> arrived.size() == 1);
            assertThat(arrived.get(0).identity().protocol()).isEqualTo(Protocol.RTMPTS);
        }
    }
}
