package io.cumulonimbus.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replies as real clients need them, byte for byte on the socket: each test is a change of a reply
 * that was seen to lock some client out, or not.
 */
class RtmptRepliesTest {
    private static final int PACKET = 1536;
    private static final byte[] NUL = {0};

    private final Loops loops = Loops.startDaemons("client", 2);
    private final AtomicInteger arrived = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpGateway gateway;
    private Socket socket;

    @BeforeEach
    void start() throws IOException {
        start(RtmpConfig.DEFAULT);
        socket = connect();
    }

    private void start(RtmpConfig config) {
        gateway =
                HttpGateway.start(
                                loops,
                                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                                new HttpGateway.Setup(
                                        HttpConfig.DEFAULT,
                                        TunnelConfig.DEFAULT,
                                        config,
                                        DoorOptions.PLAIN,
                                        loop ->
                                                client -> {
                                                    arrived.incrementAndGet();
                                                    return new Deaf();
                                                },
                                        new SecureRandom()))
                        .join();
    }

    private static final class Deaf implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    @AfterEach
    void end() throws IOException {
        for (Socket one : sockets) {
            one.close();
        }
        gateway.stop(Duration.ofSeconds(5)).join();
        loops.close();
    }

    private Socket connect() throws IOException {
        Socket made = new Socket();
        sockets.add(made);
        made.connect(gateway.addresses().get(0));
        return made;
    }

    /** Head and body, as they came. */
    private record Reply(String head, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] request(String line, String headers, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String head = line + "\r\n" + headers + "Content-length: " + body.length + "\r\n\r\n";
        all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static byte[] post(String path, byte[] body) {
        return request("POST " + path + " HTTP/1.1", "Host: h\r\n", body);
    }

    private static Reply read(Socket from) throws IOException {
        DataInputStream in = new DataInputStream(from.getInputStream());
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        byte[] body = new byte[Integer.parseInt(head.substring(at, head.indexOf("\r", at)))];
        in.readFully(body);
        return new Reply(head.toString(), body);
    }

    private Reply ask(String path, byte[] body) throws IOException {
        socket.getOutputStream().write(post(path, body));
        return read(socket);
    }

    private String open() throws IOException {
        return ask("/open/1", NUL).text().strip();
    }

    private static byte[] c0c1() {
        byte[] bytes = new byte[1 + PACKET];
        bytes[0] = 3;
        return bytes;
    }

    /** One of each kind of reply that a session gives. */
    private List<Reply> replies() throws IOException {
        List<Reply> all = new ArrayList<>();
        all.add(ask("/open/1", NUL));
        String id = all.get(0).text().strip();
        all.add(ask("/send/" + id + "/0", c0c1()));
        all.add(ask("/send/" + id + "/1", new byte[PACKET]));
        all.add(ask("/idle/" + id + "/2", NUL));
        all.add(ask("/close/" + id + "/3", NUL));
        return all;
    }

    @Test
    void theStatusLineHasItsReasonAndIsOfHttp11() throws Exception {
        assertThat(replies())
                .allSatisfy(reply -> assertThat(reply.head).startsWith("HTTP/1.1 200 OK\r\n"));
    }

    @Test
    void headerNamesHaveTheirCapitalsAndOneSpaceBehind() throws Exception {
        assertThat(replies())
                .allSatisfy(
                        reply ->
                                assertThat(reply.head.lines().skip(1).filter(l -> !l.isEmpty()))
                                        .containsExactly(
                                                "Cache-Control: no-cache",
                                                "Connection: Keep-Alive",
                                                "Content-Length: " + reply.body.length,
                                                "Content-Type: application/x-fcs"));
    }

    @Test
    void whoSpeaksHttp10IsAnsweredInHttp11AndTheConnectionKept() throws Exception {
        for (int i = 0; i < 3; i++) {
            socket.getOutputStream().write(request("POST /open/1 HTTP/1.0", "", NUL));
            Reply reply = read(socket);
            assertThat(reply.head)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Connection: Keep-Alive");
        }
    }

    @Test
    void theConnectionIsKeptWhateverTheRequestSays() throws Exception {
        for (int i = 0; i < 150; i++) {
            socket.getOutputStream()
                    .write(request("POST /open/1 HTTP/1.1", "Connection: close\r\n", NUL));
            assertThat(read(socket).head).contains("Connection: Keep-Alive\r\n");
        }
    }

    @Test
    void theIdIsOneLineOfAtMost31LettersThatNeedNoEscape() throws Exception {
        assertThat(ask("/open/1", NUL).text()).matches("[A-Za-z0-9_-]{1,31}\\n");
    }

    @Test
    void theHandshakeIsAnsweredAtOnceAndNothingFollowsItInThatReply() throws Exception {
        String id = open();
        ByteArrayOutputStream fast = new ByteArrayOutputStream();
        fast.writeBytes(c0c1());
        fast.writeBytes(new byte[PACKET]);
        // An announcement of the client's window: the server has something to say at once
        fast.writeBytes(
                new byte[] {2, 0, 0, 0, 0, 0, 4, 5, 0, 0, 0, 0, 0, 0x26, 0x25, (byte) 0xa0});
        byte[] body = ask("/send/" + id + "/0", fast.toByteArray()).body;
        assertThat(body).hasSize(1 + 1 + 2 * PACKET);
        assertThat(body[0]).as("interval").isEqualTo((byte) 1);
        assertThat(body[1]).as("S0").isEqualTo((byte) 3);
    }

    @Test
    void aReplyIsNeverEmptyAndSaysWhenToAskAgain() throws Exception {
        String id = open();
        ask("/send/" + id + "/0", c0c1());
        ask("/send/" + id + "/1", new byte[PACKET]);
        for (int i = 2; i < 5; i++) {
            assertThat(ask("/idle/" + id + "/" + i, NUL).body).containsExactly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/idle/nobody/1", "/send/nobody/1", "/nothing", "/fcs/ident2"})
    void errorsHaveNoBodyAndKeepTheConnection(String path) throws Exception {
        Reply reply = ask(path, NUL);
        assertThat(reply.head).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(reply.body).isEmpty();
        assertThat(open()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/close/nobody/7", "/close/nobody", "/close/2", "//close/nobody/7"})
    void closeIsAlwaysAnsweredByOneZero(String path) throws Exception {
        assertThat(ask(path, new byte[0]).body).containsExactly(0);
    }

    @Test
    void repeatedAndReorderedNumbersCountOnceAndInOrder() throws Exception {
        String id = open();
        byte[] first = ask("/send/" + id + "/0", c0c1()).body;
        assertThat(ask("/send/" + id + "/0", c0c1()).body).isEqualTo(first);

        Socket early = connect();
        byte[] c2 = new byte[PACKET];
        early.getOutputStream().write(post("/idle/" + id + "/2", NUL));
        assertThat(ask("/send/" + id + "/1", c2).body).hasSize(1);
        assertThat(read(early).body).hasSize(1);
        await().untilAsserted(() -> assertThat(arrived).hasValue(1));
    }

    @Test
    void guessedIdsAreUnknownAndDisturbNobody() throws Exception {
        String id = open();
        ask("/send/" + id + "/0", c0c1());
        for (int i = 0; i < id.length(); i++) {
            char other = id.charAt(i) == 'A' ? 'B' : 'A';
            String guess = id.substring(0, i) + other + id.substring(i + 1);
            assertThat(ask("/send/" + guess + "/1", c0c1()).head).startsWith("HTTP/1.1 404 ");
        }
        ask("/send/" + id + "/1", new byte[PACKET]);
        await().untilAsserted(() -> assertThat(arrived).hasValue(1));
    }

    @Test
    void tenThousandOpensWithoutHandshakeAreBoundedAndGivenUp() throws Exception {
        gateway.stop(Duration.ofSeconds(5)).join();
        RtmpConfig usual = RtmpConfig.DEFAULT;
        long soon = 1_000_000_000L;
        start(
                new RtmpConfig(
                        usual.limits(),
                        usual.chunkSize(),
                        usual.window(),
                        usual.heldBytes(),
                        soon,
                        usual.pingNs(),
                        usual.idleNs(),
                        usual.lingerNs()));
        socket = connect();
        int most = TunnelConfig.DEFAULT.openingPerAddress();
        int opened = 0;
        String last = "";
        for (int round = 0; round < 500; round++) {
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(post("/open/1", NUL));
            }
            for (int i = 0; i < 20; i++) {
                Reply reply = read(socket);
                if (reply.head.startsWith("HTTP/1.1 200 ")) {
                    opened++;
                    last = reply.text().strip();
                } else {
                    assertThat(reply.head).startsWith("HTTP/1.1 503 ");
                }
            }
        }
        assertThat(opened).isGreaterThanOrEqualTo(most).isLessThan(10_000);
        String gone = last;
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(ask("/idle/" + gone + "/0", NUL).head)
                                        .startsWith("HTTP/1.1 410 "));
        assertThat(open()).isNotEmpty();
    }

    @Test
    void whoSendsWithoutReadingIsNotReadOnAndHarmsNobody() throws Exception {
        Socket greedy = connect();
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            block.writeBytes(post("/nothing", new byte[0]));
        }
        AtomicInteger blocks = new AtomicInteger();
        Thread writer =
                new Thread(
                        () -> {
                            try {
                                for (int i = 0; i < 2_000; i++) {
                                    greedy.getOutputStream().write(block.toByteArray());
                                    blocks.incrementAndGet();
                                }
                            } catch (IOException closed) {
                                blocks.set(-1);
                            }
                        });
        writer.setDaemon(true);
        writer.start();
        int[] before = {-1};
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> before[0] == (before[0] = blocks.get()));
        assertThat(blocks.get()).isBetween(0, 1_999);
        assertThat(open()).isNotEmpty();
    }
}
