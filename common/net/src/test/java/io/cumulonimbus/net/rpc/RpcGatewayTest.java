package io.cumulonimbus.net.rpc;

import static io.cumulonimbus.net.takeover.GatewayStage.UPGRADE;
import static io.cumulonimbus.net.takeover.GatewayStage.head;
import static io.cumulonimbus.net.takeover.GatewayStage.length;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.net.takeover.CommandServer;
import io.cumulonimbus.net.takeover.GatewayStage;
import io.cumulonimbus.net.watch.WatchRules;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What connections that call functions are answered, byte for byte. */
@Timeout(120)
class RpcGatewayTest {
    private final GatewayStage stage = new GatewayStage(this::serve);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** More than systems keep for a connection, and less than an answer may have. */
    private static final int LONG = 7_500_000;

    private final List<CloseReason> closed = stage.closed();

    @AfterEach
    void end() throws IOException {
        stage.close();
    }

    private ClientHandler serve(Client client) {
        return new Echo(client);
    }

    /** A server that answers each call with the name of what was called, and knows no "silent". */
    private final class Echo extends CommandServer {
        private final Client client;
        private Optional<MessageSink> answers = Optional.empty();

        Echo(Client client) {
            super(client, ObjectEncoding.AMF3, stage.closed());
            this.client = client;
        }

        @Override
        protected void take(Command command, IncomingFlow flow) {
            MessageSink sink = answers.orElseGet(() -> open(0, flow));
            answers = Optional.of(sink);
            if (command.name().equals("connect")) {
                AmfObject properties = (AmfObject) command.object();
                heard.add(properties.get("tcUrl").asText().orElseThrow());
                say(sink, command.result(new AmfObject()));
            } else if (command.name().equals("leave")) {
                say(sink, Command.of("onBye", 0, AmfValue.of("x".repeat(LONG))));
                client.close(CloseReason.NEAR_CLOSED);
            } else if (!command.name().equals("silent")) {
                heard.add(command.name());
                say(sink, command.result(AmfValue.of(command.name())));
            }
        }
    }

    private void start(WebRules rules) {
        stage.start(WatchRules.NONE, rules);
    }

    private void start(String... origins) {
        start(new WebRules(true, false, Set.of(origins)));
    }

    private DataInputStream ask(String line, String headers, String body) throws IOException {
        return stage.ask(line + " HTTP/1.1", headers, body);
    }

    private static String whole(DataInputStream in) throws IOException {
        String head = head(in);
        return head + new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
    }

    private String get(String target, String headers) throws IOException {
        return whole(ask("GET " + target, headers, ""));
    }

    private String post(String headers, String body) throws IOException {
        String length = "Content-Type: application/json\r\nContent-Length: " + body.length();
        return whole(ask("POST /app/sub", headers + length + "\r\n", body));
    }

    private static byte[] frame(int opcode, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80 | opcode);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.writeBytes(new byte[] {(byte) 0xff, 0, 0, 0, 0});
            out.writeBytes(
                    new byte[] {
                        (byte) (payload.length >> 24),
                        (byte) (payload.length >> 16),
                        (byte) (payload.length >> 8),
                        (byte) payload.length
                    });
        }
        out.writeBytes(new byte[4]);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private void say(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        stage.last().write(frame(1, bytes));
    }

    private static String text(DataInputStream in) throws IOException {
        assertThat(in.readUnsignedByte()).isEqualTo(0x81);
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static void expectClose(DataInputStream in, int code) throws IOException {
        assertThat(in.readUnsignedShort()).isEqualTo(0x8802);
        assertThat(in.readUnsignedShort()).isEqualTo(code);
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void eachCallIsAClientThatComesAndGoes() throws IOException {
        start();
        assertThat(get("/app/sub/name?x=1", ""))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
                .contains("X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n")
                .doesNotContain("Access-Control")
                .endsWith("\r\n\r\n\"name\"");
        assertThat(post("", "[\"other\"]")).endsWith("\r\n\r\n\"other\"");
        assertThat(heard)
                .containsExactly("http://h:1/app/sub?x=1", "name", "http://h:1/app/sub", "other");
        await().atMost(Duration.ofSeconds(40)).until(() -> closed.size() == 2);
    }

    @Test
    void repliesComeInTheOrderOfRequestsOnOneConnection() throws IOException {
        start();
        String second = "GET /app/b HTTP/1.1\r\nHost: h\r\n\r\n";
        DataInputStream in = ask("GET /app/a", "", second);
        assertThat(whole(in)).endsWith("\"a\"");
        assertThat(whole(in)).endsWith("\"b\"");
    }

    private static String requests(int many, IntFunction<String> names) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < many; i++) {
            all.append("GET /app/").append(names.apply(i)).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        return all.toString();
    }

    @Test
    void allOfManyRequestsThatComeTogetherAreAnsweredInTheirOrder() throws IOException {
        start();
        DataInputStream in = ask("GET /app/first", "", requests(700, i -> "n" + i));
        assertThat(whole(in)).endsWith("\"first\"");
        for (int i = 0; i < 700; i++) {
            assertThat(whole(in)).endsWith("\"n" + i + "\"");
        }
    }

    /**
     * However many come in one piece: each is a client, and its reply is kept until it is taken.
     */
    @Test
    void noMoreRequestsOfAConnectionAreTakenThanAFewThatAreNotAnswered() throws IOException {
        start();
        ask("GET /app/silent", "", requests(700, i -> "silent"));
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(60))
                .until(() -> heard.size() == 32);
        stage.lastSocket().close();
        await().atMost(Duration.ofSeconds(60)).until(() -> closed.size() == 32);
        assertThat(heard).hasSize(32);
    }

    @Test
    void pagesOfOtherSitesMayCallWhereTheyAreNamed() throws IOException {
        start("https://example.org");
        assertThat(post("Origin: https://example.org\r\n", "[\"x\"]"))
                .contains(" 200 ", "Access-Control-Allow-Origin: https://example.org\r\n");
        assertThat(post("Origin: http://h:1\r\n", "[\"x\"]")).contains(" 200 ");
        heard.clear();
        for (String other :
                List.of(
                        "Origin: https://other.org\r\n",
                        "Origin: null\r\n",
                        "Origin: https://example.org.evil.org\r\n",
                        "Origin: h:1\r\n",
                        "Sec-Fetch-Site: cross-site\r\n",
                        "Sec-Fetch-Site: same-site\r\n")) {
            assertThat(post(other, "[\"x\"]")).contains(" 403 ").doesNotContain("Allow-Origin");
            assertThat(get("/app/x", other)).contains(" 403 ");
            assertThat(get("/app", other + UPGRADE)).contains(" 403 ");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void browsersAreToldWhatTheyMaySend() throws IOException {
        start("https://example.org");
        String asks = "Access-Control-Request-Method: POST\r\nOrigin: https://";
        assertThat(whole(ask("OPTIONS /app", asks + "example.org\r\n", "")))
                .startsWith("HTTP/1.1 204 ")
                .contains("Access-Control-Allow-Headers: Content-Type\r\n")
                .contains("Access-Control-Allow-Origin: https://example.org\r\n");
        assertThat(whole(ask("OPTIONS /app", asks + "other.org\r\n", ""))).contains(" 403 ");
        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsNoCallIsRefused() throws IOException {
        start();
        assertThat(post("", "[]")).contains(" 400 ");
        assertThat(post("", "[".repeat(1000))).contains(" 400 ");
        assertThat(post("", "[\"x\",\"" + "x".repeat(300_000) + "\"]")).contains(" 400 ");
        assertThat(get("/app/x?a=%zz", "")).contains(" 400 ");
        assertThat(whole(ask("POST /app", "Content-Length: 5\r\n", "[\"x\"]"))).contains(" 404 ");
        assertThat(heard).isEmpty();
        stage.refuse();
        assertThat(get("/app/x", "")).contains(" 503 ");
    }

    @Test
    void whatIsOfTheTunnelStaysThere() throws IOException {
        start();
        assertThat(get("/fcs/ident", "")).contains("<fcs>");
        for (String target : List.of("/", "/app/", "/app/file.txt", "/open/x", "/idle/y")) {
            assertThat(get(target, "")).as(target).contains(" 400 ");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void nothingIsCalledWhereItIsSwitchedOff() throws IOException {
        start(WebRules.NONE);
        assertThat(get("/app/x", "")).contains(" 400 ");
        assertThat(get("/app", UPGRADE)).contains(" 400 ");
        assertThat(get("/app/public/index.html", "")).contains(" 400 ");
        assertThat(heard).isEmpty();
    }

    @Test
    void aWebSocketAnswersAndIsClosedInOrder() throws IOException {
        start();
        DataInputStream in = ask("GET /app", UPGRADE, "");
        assertThat(head(in)).contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
        say("[\"x\"]");
        assertThat(text(in)).isEqualTo("[\"_result\",\"x\"]");
        stage.last().write(frame(9, new byte[] {'p'}));
        assertThat(in.readUnsignedShort()).isEqualTo(0x8a01);
        assertThat(in.read()).isEqualTo('p');
        stage.last().write(frame(8, new byte[0]));
        expectClose(in, 1000);
        assertThat(closed).containsExactly(CloseReason.FAR_CLOSED);
    }

    @Test
    void aWebSocketThatSaysOnlyRubbishIsClosed() throws IOException {
        start();
        DataInputStream in = ask("GET /app", UPGRADE, "");
        head(in);
        for (int i = 0; i < 16; i++) {
            say("rubbish");
            assertThat(text(in)).isEqualTo("[\"_error\",\"no JSON\"]");
        }
        expectClose(in, 1008);
    }

    @Test
    void aWebSocketTakesTextsOfABoundedLengthOnly() throws IOException {
        start();
        DataInputStream in = ask("GET /app", UPGRADE, "");
        head(in);
        stage.last().write(frame(2, new byte[3]));
        expectClose(in, 1003);
        in = ask("GET /app", UPGRADE, "");
        head(in);
        byte[] huge = frame(1, new byte[300 << 10]);
        stage.last().write(huge, 0, 14);
        assertThat(in.read()).isEqualTo(-1);
        await().atMost(Duration.ofSeconds(40)).until(() -> closed.size() == 2);
    }

    @Test
    void moreCallsThanAreAnsweredAreNotRead() throws IOException {
        start();
        DataInputStream in = ask("GET /app", UPGRADE, "");
        head(in);
        for (int i = 0; i < 40; i++) {
            say("[\"silent\"]");
        }
        say("[\"x\"]");
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(40))
                .until(() -> !heard.contains("x"));
    }

    @Test
    void whoIsClosedIsGivenAllThatWasSaidBefore() throws IOException {
        start();
        DataInputStream in = ask("GET /app", UPGRADE, "");
        head(in);
        stage.lastSocket().setReceiveBufferSize(64 << 10);
        say("[\"leave\"]");
        await().atMost(Duration.ofSeconds(60)).until(() -> closed.size() == 1);
        assertThat(in.readUnsignedShort()).isEqualTo(0x817f);
        int length = (int) in.readLong();
        assertThat(length).isEqualTo(LONG + "[\"onBye\",\"\"]".length());
        assertThat(in.readNBytes(length).length).isEqualTo(length);
        assertThat(text(in)).startsWith("[\"_error\",");
        expectClose(in, 1000);
    }

    @Test
    void aServerThatStopsSaysSo() throws IOException {
        start();
        DataInputStream in = ask("GET /app", UPGRADE, "");
        head(in);
        stage.stop();
        expectClose(in, 1001);
        assertThat(closed).containsExactly(CloseReason.STOPPING);
    }
}
