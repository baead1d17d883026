package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.client.Protocol;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions of applications over HTTP and WebSocket, at origins and through edges. */
@Timeout(180)
class WebCallTest {
    private static final String SCRIPT =
            """
            function onConnection(client)
              if client.properties.user == "mallory" then error("not you", 0) end
              client.writer:writeInvocation("onWelcome", client.protocol)
              function client:sum(a, b) return a + b end
              function client:who(given)
                return {protocol = client.protocol, room = client.properties.room, given = given}
              end
              function client:nothing() end
              function client:bad() error("a reason", 0) end
              function client:tell(name, ...)
                client.writer:writeInvocation(name, ...)
                return true
              end
              function client:leave() client.writer:close() end
              function client:large() return string.rep("x", 300000) end
            end
            """;

    @TempDir private Path home;

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    request.timeout(Duration.ofSeconds(60)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder post(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static void expect(HttpRequest.Builder request, int status, String body)
            throws Exception {
        HttpResponse<String> response = send(request);
        assertThat(response.statusCode() + " " + response.body()).isEqualTo(status + " " + body);
    }

    @ParameterizedTest
    @EnumSource
    void row79FunctionsAreCalledOverHttp(Way way) throws Exception {
        try (Stage stage = Stage.start(home, way).application(home, "calls", SCRIPT)) {
            String app = stage.url(Protocol.HTTP, "calls");
            expect(post(app, "[\"sum\",1,2.5]"), 200, "3.5");
            expect(post(app, "[\"nothing\"]"), 200, "null");
            expect(post(app, "[\"bad\"]"), 500, "{\"error\":\"a reason\"}");
            expect(post(app, "[\"none\"]"), 404, "{\"error\":\"Method 'none' not found\"}");
            expect(
                    post(app, "[\"createStream\"]"),
                    404,
                    "{\"error\":\"Method 'createStream' not found\"}");
            expect(post(app, "{"), 400, "{\"error\":\"no JSON\"}");
            expect(post(app + "?user=mallory", "[\"sum\",1,2]"), 403, "{\"error\":\"not you\"}");
            String missing = stage.url(Protocol.HTTP, "missing");
            assertThat(send(post(missing, "[\"sum\",1,2]")).statusCode()).isEqualTo(404);
            expect(
                    post(app, "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1,2],\"id\":7}"),
                    200,
                    "{\"jsonrpc\":\"2.0\",\"result\":3,\"id\":7}");
            expect(post(app, "{\"jsonrpc\":\"2.0\",\"method\":\"nothing\"}"), 204, "");
            String who = app + "/who?room=attic&x=%C3%A9+1";
            assertThat(send(HttpRequest.newBuilder(URI.create(who))).body())
                    .contains("\"protocol\":\"HTTP\"", "\"room\":\"attic\"", "\"x\":\"é 1\"");
            assertThat(send(post(app, "[\"large\"]")).body()).hasSize(300_002);
        }
    }

    /** Several calls in one request. */
    @ParameterizedTest
    @EnumSource
    void row79SeveralCallsAreAnsweredTogether(Way way) throws Exception {
        String sum = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[%d,1],\"id\":%d}";
        String three = "{\"jsonrpc\":\"2.0\",\"result\":%d,\"id\":%d}";
        String note = "{\"jsonrpc\":\"2.0\",\"method\":\"nothing\"}";
        String broken =
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"no call\"},\"id\":null}";
        try (Stage stage = Stage.start(home, way).application(home, "calls", SCRIPT)) {
            String app = stage.url(Protocol.HTTP, "calls");
            String all = "[" + sum.formatted(1, 1) + "," + note + ",{},7," + sum.formatted(2, 9);
            expect(
                    post(app, all + "]"),
                    200,
                    "["
                            + String.join(
                                    ",",
                                    three.formatted(2, 1),
                                    broken,
                                    broken,
                                    three.formatted(3, 9))
                            + "]");
            expect(post(app, "[" + note + "," + note + "]"), 204, "");
            String most = ("," + note).repeat(32).substring(1);
            expect(post(app, "[" + most + "]"), 204, "");
            expect(
                    post(app, "[" + most + "," + note + "]"),
                    400,
                    "{\"error\":\"more than 32 calls\"}");
            expect(post(app, "[]"), 400, "{\"error\":\"no call\"}");
            String bad = "{\"jsonrpc\":\"2.0\",\"method\":\"bad\",\"id\":1}";
            String none = "{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"id\":2}";
            assertThat(send(post(app, "[" + bad + "," + none + "]")).body())
                    .contains("-32000", "a reason", "-32601");
        }
    }

    @ParameterizedTest
    @EnumSource
    void row80CallsGoBothWaysOverWebSocket(Way way) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (Stage stage = Stage.start(home, way).application(home, "calls", SCRIPT)) {
            WebPeer heard = WebPeer.connect(client, stage.url(Protocol.WS, "calls?room=attic"));
            assertThat(heard.next()).isEqualTo("[\"onWelcome\",\"WS\"]");
            heard.say("[\"sum\",1,2]");
            assertThat(heard.next()).isEqualTo("[\"_result\",3]");
            heard.say("[\"tell\",\"onNews\",", false);
            heard.say("{\"a\":[1]},\"é\"]");
            assertThat(List.of(heard.next(), heard.next()))
                    .containsExactlyInAnyOrder(
                            "[\"onNews\",{\"a\":[1]},\"é\"]", "[\"_result\",true]");
            heard.say("{\"jsonrpc\":\"2.0\",\"method\":\"none\",\"id\":\"a\"}");
            assertThat(heard.next()).contains("-32601", "\"id\":\"a\"");
            heard.say("[\"bad\"]");
            assertThat(heard.next()).isEqualTo("[\"_error\",\"a reason\"]");
            heard.say("rubbish");
            assertThat(heard.next()).isEqualTo("[\"_error\",\"no JSON\"]");
            String together = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1,1],\"id\":5}";
            heard.say("[" + together + "," + together + "]");
            assertThat(heard.next()).startsWith("[{").contains("\"result\":2").endsWith("}]");
            for (int i = 0; i < 200; i++) {
                heard.say("[\"sum\"," + i + ",1]");
            }
            for (int i = 0; i < 200; i++) {
                assertThat(heard.next()).isEqualTo("[\"_result\"," + (i + 1) + "]");
            }
            heard.say("[\"leave\"]");
            String last = heard.next();
            assertThat(last.startsWith("[") ? heard.next() : last).isEqualTo("closed 1000");
            String refused = stage.url(Protocol.WS, "calls?user=mallory");
            assertThatThrownBy(() -> WebPeer.connect(client, refused))
                    .hasMessageContaining("WebSocketHandshakeException");
        } finally {
            client.shutdownNow();
        }
    }
}
