package io.cumulonimbus.cli;

import static io.cumulonimbus.cli.Clients.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cumulonimbus.admin.AdminDoor;
import io.cumulonimbus.amf.AmfNumber;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.EdgeAdmin;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.OriginAdmin;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see and do by the JSON of a server that has clients. */
class AdminApiTest {
    private static final AdminConfig CONFIG =
            new AdminConfig(InetAddress.getLoopbackAddress(), OptionalInt.of(0), Secret.of("t0k"));
    private static final double LIVE = -1;
    private static final String SCRIPT =
            """
            visits = 0
            function onConnection(client)
              visits = visits + 1
              function client:visits() return visits end
            end
            """;

    @TempDir private Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void close() {
        http.close();
    }

    private HttpRequest.Builder request(AdminDoor door, String method, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + door.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer t0k");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(AdminDoor door, String path) throws Exception {
        HttpResponse<String> answer = send(request(door, "GET", path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        return json.readTree(answer.body());
    }

    private int status(AdminDoor door, String method, String path) throws Exception {
        return send(request(door, method, path)).statusCode();
    }

    private static void await(Callable<Boolean> what) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(what);
    }

    private static StreamPublisher publish(NetConnectionClient connection, String name)
            throws Exception {
        StreamPublisher publisher =
                connection
                        .publish(name, PublishOptions.RELIABLE, StreamListener.NONE)
                        .get(60, TimeUnit.SECONDS);
        byte[] picture = {0x17, 1, 0, 0, 0, 1, 2, 3};
        publisher.write(MediaKind.VIDEO, 0, picture);
        return publisher;
    }

    @Test
    void sessionsAreListedInspectedAndDisconnected() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow();
                NetClient client = NetClient.start()) {
            assertThat(get(door, "/api/sessions").get("items")).isEmpty();
            NetConnectionClient first = connect(client, stage.url("live"));
            NetConnectionClient second = connect(client, stage.url(Protocol.RTMP, "live"));

            JsonNode all = get(door, "/api/sessions").get("items");
            assertThat(all).hasSize(2);
            assertThat(all.get(0).get("protocol").asText()).isEqualTo("RTMFP");
            assertThat(all.get(0).get("application").asText()).isEqualTo("/live");
            assertThat(all.get(0).get("messagesIn").asLong()).isPositive();
            assertThat(all.get(0).get("messagesOut").asLong()).isPositive();
            assertThat(all.get(1).get("protocol").asText()).isEqualTo("RTMP");
            assertThat(all.get(1).get("bytesOut").asLong()).isPositive();

            JsonNode page = get(door, "/api/sessions?limit=1");
            assertThat(page.get("items")).hasSize(1);
            JsonNode rest = get(door, "/api/sessions?limit=1&after=" + page.get("next").asText());
            assertThat(rest.get("items").get(0)).isEqualTo(all.get(1));
            assertThat(rest.has("next")).isFalse();
            assertThat(get(door, "/api/sessions?protocol=rtmp").get("items")).hasSize(1);
            assertThat(get(door, "/api/sessions?application=/other").get("items")).isEmpty();

            String id = all.get(0).get("id").asText();
            JsonNode detail = get(door, "/api/sessions/" + id);
            assertThat(detail.get("session").get("id").asText()).isEqualTo(id);
            assertThat(detail.get("connectivity").get("seenAs").asText()).isEqualTo("loopback");

            assertThat(status(door, "DELETE", "/api/sessions/" + id)).isEqualTo(200);
            await(first.closed()::isDone);
            await(() -> get(door, "/api/sessions").get("items").size() == 1);
            assertThat(status(door, "DELETE", "/api/sessions/" + id)).isEqualTo(404);
            assertThat(second.closed().isDone()).isFalse();
        }
    }

    @Test
    void streamsHaveViewersAndAreEnded() throws Exception {
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow();
                AdminDoor below = EdgeAdmin.open(CONFIG, stage.edge(), () -> true).orElseThrow();
                NetClient client = NetClient.start()) {
            NetConnectionClient watching = connect(client, stage.url("live"));
            watching.play("film", LIVE, StreamListener.NONE).get(60, TimeUnit.SECONDS);
            publish(connect(client, stage.url("live")), "film");
            await(
                    () ->
                            get(door, "/api/streams").get("items").path(0).path("viewers").asInt()
                                    == 1);
            JsonNode stream = get(door, "/api/streams").get("items").get(0);
            assertThat(stream.get("name").asText()).isEqualTo("film");
            assertThat(stream.get("published").asBoolean()).isTrue();
            await(() -> get(door, "/api/streams").get("items").get(0).get("frames").asInt() == 1);

            List<String> kinds = new ArrayList<>();
            get(door, "/api/nodes").get("items").forEach(n -> kinds.add(n.get("kind").asText()));
            assertThat(kinds).containsExactly("origin", "edge");
            JsonNode above = get(below, "/api/nodes").get("items").get(1);
            assertThat(above.get("kind").asText()).isEqualTo("origin");
            assertThat(above.get("up").asBoolean()).isTrue();
            assertThat(get(below, "/api/sessions").get("items")).hasSize(2);
            assertThat(get(door, "/api/sessions").get("items").get(0).get("behindEdge").asBoolean())
                    .isTrue();

            assertThat(status(door, "DELETE", "/api/streams?name=other")).isEqualTo(404);
            assertThat(status(door, "DELETE", "/api/streams?name=film")).isEqualTo(200);
            await(
                    () ->
                            !get(door, "/api/streams")
                                    .get("items")
                                    .get(0)
                                    .get("published")
                                    .asBoolean());

            assertThat(status(below, "POST", "/api/drain")).isEqualTo(200);
            assertThat(get(below, "/api/drain").get("steps")).hasSize(1);
            assertThat(get(below, "/api/status").get("draining").asBoolean()).isTrue();
            assertThat(status(below, "GET", "/health/ready")).isEqualTo(503);
        }
    }

    /** How many have connected since the script was loaded. */
    private static double count(NetClient client, Stage stage) throws Exception {
        AmfValue visits =
                connect(client, stage.url("live")).call("visits").get(60, TimeUnit.SECONDS);
        return ((AmfNumber) visits).value();
    }

    @Test
    void scriptsAreLoadedAgainAndAddressesBanned() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow();
                NetClient client = NetClient.start()) {
            Files.writeString(home.resolve("www/live/main.lua"), SCRIPT);
            assertThat(count(client, stage)).isEqualTo(1);
            assertThat(count(client, stage)).isEqualTo(2);
            JsonNode applications = get(door, "/api/applications").get("items");
            assertThat(applications.get(0).get("path").asText()).isEqualTo("/live");
            assertThat(applications.get(0).get("events").asLong()).isPositive();
            assertThat(status(door, "POST", "/api/applications/reload?path=/live")).isEqualTo(200);
            assertThat(count(client, stage)).isEqualTo(1);
            assertThat(status(door, "POST", "/api/applications/reload?path=none")).isEqualTo(404);
            assertThat(status(door, "POST", "/api/applications/reload")).isEqualTo(200);

            assertThat(status(door, "PUT", "/api/bans?address=example.org")).isEqualTo(400);
            assertThat(status(door, "PUT", "/api/bans")).isEqualTo(400);
            assertThat(status(door, "PUT", "/api/bans?address=127.0.0.1")).isEqualTo(200);
            assertThat(get(door, "/api/bans").get("items").get(0).get("address").asText())
                    .isEqualTo("127.0.0.1");
            await(() -> get(door, "/api/sessions").get("items").isEmpty());
            assertThat(status(door, "DELETE", "/api/bans?address=127.0.0.1")).isEqualTo(200);
            assertThat(get(door, "/api/bans").get("items")).isEmpty();
            connect(client, stage.url("live"));

            assertThat(get(door, "/api/status").get("ready").asBoolean()).isTrue();
            assertThat(get(door, "/api/drain").get("draining").asBoolean()).isFalse();
            assertThat(get(door, "/api/drain").get("steps")).isEmpty();
            assertThat(status(door, "POST", "/api/drain")).isEqualTo(200);
            assertThat(status(door, "POST", "/api/drain")).isEqualTo(200);
            assertThat(get(door, "/api/drain").get("draining").asBoolean()).isTrue();
            assertThat(get(door, "/api/drain").get("complete").asBoolean()).isTrue();
            assertThat(get(door, "/api/drain").get("steps")).hasSize(1);
            assertThat(get(door, "/api/status").get("ready").asBoolean()).isFalse();
            assertThat(
                            client.connect(URI.create(stage.url(Protocol.RTMP, "live")))
                                    .handle((done, failure) -> failure != null)
                                    .get(60, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void bansSurviveARestart() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow()) {
            assertThat(status(door, "PUT", "/api/bans?address=192.0.2.7")).isEqualTo(200);
            assertThat(status(door, "PUT", "/api/bans?address=2001:db8::1")).isEqualTo(200);
        }
        try (Stage stage = Stage.start(home, Way.DIRECT);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow()) {
            List<String> banned = new ArrayList<>();
            get(door, "/api/bans")
                    .get("items")
                    .forEach(ban -> banned.add(ban.get("address").asText()));
            assertThat(banned).containsExactly("192.0.2.7", "2001:db8:0:0:0:0:0:1");
            assertThat(status(door, "DELETE", "/api/bans?address=2001:db8::1")).isEqualTo(200);
        }
        assertThat(Files.readAllLines(home.resolve("bans.txt"))).containsExactly("192.0.2.7");
    }

    @Test
    void whatIsDescribedIsWhatIsServed() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow()) {
            JsonNode described = get(door, "/api/openapi.json");
            assertThat(described.get("openapi").asText()).isEqualTo("3.1.0");
            assertThat(described.get("paths")).hasSizeGreaterThan(8);
            described
                    .get("paths")
                    .properties()
                    .forEach(
                            path ->
                                    path.getValue()
                                            .properties()
                                            .forEach(
                                                    operation ->
                                                            check(
                                                                    door,
                                                                    described,
                                                                    path.getKey(),
                                                                    operation.getKey(),
                                                                    operation.getValue())));
            assertThat(status(door, "GET", "/api/nothing")).isEqualTo(404);
            assertThat(status(door, "POST", "/api/sessions")).isEqualTo(405);
            assertThat(status(door, "GET", "/api/sessions?limit=501")).isEqualTo(400);
            assertThat(status(door, "GET", "/api/sessions?limit=0")).isEqualTo(400);
            assertThat(status(door, "GET", "/api/sessions?after=-1")).isEqualTo(400);
            assertThat(status(door, "GET", "/api/sessions?colour=red")).isEqualTo(400);
            assertThat(status(door, "GET", "/api/sessions/x")).isEqualTo(400);
        }
    }

    private void check(
            AdminDoor door, JsonNode described, String path, String method, JsonNode operation) {
        try {
            boolean inPath = path.contains("{");
            HttpResponse<String> answer =
                    send(
                            request(
                                    door,
                                    method.toUpperCase(Locale.ROOT),
                                    path.replace("{id}", "999999")));
            boolean needs = false;
            for (JsonNode parameter : operation.path("parameters")) {
                needs |=
                        parameter.get("in").asText().equals("query")
                                && parameter.get("required").asBoolean();
            }
            int expected = inPath ? 404 : needs ? 400 : 200;
            assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(expected);
            JsonNode body = json.readTree(answer.body());
            JsonNode schema =
                    operation
                            .at("/responses/" + (expected == 200 ? "200" : "default"))
                            .at("/content/application~1json/schema");
            Schemas.check(described, schema, body, method + " " + path);
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }

    @Test
    void onlyOperatorsGetIn() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow()) {
            int port = door.address().getPort();
            URI drain = URI.create("http://127.0.0.1:" + port + "/api/drain");
            HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
            assertThat(send(HttpRequest.newBuilder(drain).POST(nothing)).statusCode())
                    .isEqualTo(401);
            assertThat(
                            send(HttpRequest.newBuilder(drain)
                                            .POST(nothing)
                                            .header("Authorization", "Bearer wrong"))
                                    .statusCode())
                    .isEqualTo(401);
            assertThat(
                            send(request(door, "POST", "/api/drain")
                                            .header("Origin", "https://evil.example"))
                                    .statusCode())
                    .isEqualTo(403);
            assertThat(
                            send(request(door, "POST", "/api/drain")
                                            .header("Sec-Fetch-Site", "same-site"))
                                    .statusCode())
                    .isEqualTo(403);
            assertThat(
                            send(request(door, "POST", "/api/drain")
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofByteArray(
                                                            new byte[20_000])))
                                    .statusCode())
                    .isEqualTo(413);
            assertThat(get(door, "/api/status").get("draining").asBoolean()).isFalse();
            assertThat(
                            send(request(door, "POST", "/api/drain")
                                            .header("Origin", "http://127.0.0.1:" + port)
                                            .header("Sec-Fetch-Site", "same-origin"))
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(get(door, "/api/status").get("draining").asBoolean()).isTrue();
        }
    }
}
