package io.cumulonimbus.cli;

import static io.cumulonimbus.cli.Clients.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.admin.AdminDoor;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.edge.EdgeAdmin;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.OriginAdmin;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers tell Prometheus, beside what their clients counted. */
class FiguresTest {
    private static final int PICTURES = 200;
    private static final double LIVE = -1;
    private static final AdminConfig CONFIG =
            new AdminConfig(InetAddress.getLoopbackAddress(), OptionalInt.of(0), Secret.of("t0k"));

    @TempDir private Path home;

    private final HttpClient http = HttpClient.newHttpClient();

    /** What a viewer had. */
    private static final class Viewer implements StreamListener {
        private final AtomicInteger pictures = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            if (kind == MediaKind.VIDEO) {
                pictures.incrementAndGet();
                bytes.addAndGet(payload.length());
            }
        }
    }

    private HttpResponse<String> ask(AdminDoor door, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + door.address().getPort() + path))
                        .header("Authorization", "Bearer t0k")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The figure of that name and those tags. */
    private double figure(AdminDoor door, String name) throws Exception {
        HttpResponse<String> answer = ask(door, "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> found =
                answer.body().lines().filter(line -> line.startsWith(name + " ")).toList();
        assertThat(found).as(name).hasSize(1);
        return Double.parseDouble(found.get(0).substring(name.length() + 1));
    }

    private static void await(BooleanSupplier what) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(what::getAsBoolean);
    }

    @Test
    void anOriginsFiguresAreWhatItsClientsCounted() throws Exception {
        AtomicBoolean staying = new AtomicBoolean(true);
        try (Stage stage = Stage.start(home, Way.DIRECT);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), staying::get).orElseThrow();
                NetClient client = NetClient.start()) {
            assertThat(figure(door, "cumulonimbus_rtmfp_sessions")).isZero();
            Viewer viewer = new Viewer();
            NetConnectionClient watching = connect(client, stage.url("live"));
            watching.play("film", LIVE, viewer).get(60, TimeUnit.SECONDS);
            NetConnectionClient old = connect(client, stage.url(Protocol.RTMP, "live"));
            publish(connect(client, stage.url("live")), viewer);

            assertThat(figure(door, "cumulonimbus_rtmfp_sessions")).isEqualTo(2);
            assertThat(figure(door, "cumulonimbus_rtmfp_sessions_accepted_total")).isEqualTo(2);
            assertThat(figure(door, "cumulonimbus_identities")).isGreaterThanOrEqualTo(2);
            assertThat(figure(door, "cumulonimbus_rtmp_connections{port=\"rtmp\"}")).isEqualTo(1);
            assertThat(figure(door, "cumulonimbus_streams")).isEqualTo(1);
            assertThat(figure(door, "cumulonimbus_rtmfp_bytes_total{direction=\"out\"}"))
                    .isGreaterThan(viewer.bytes.get());
            assertThat(figure(door, "cumulonimbus_rtmfp_bytes_total{direction=\"in\"}"))
                    .isGreaterThan(viewer.bytes.get());
            assertThat(figure(door, "cumulonimbus_rtmfp_fragments_total"))
                    .isGreaterThanOrEqualTo(PICTURES);
            assertThat(figure(door, "cumulonimbus_rtmfp_keyings_done_total")).isEqualTo(2);
            assertThat(figure(door, "cumulonimbus_rtmfp_dropped_total{reason=\"malformed\"}"))
                    .isZero();

            checkClients(door, viewer);

            assertThat(ask(door, "/health/ready").statusCode()).isEqualTo(200);
            staying.set(false);
            assertThat(ask(door, "/health/ready").statusCode()).isEqualTo(503);
            old.close().get(60, TimeUnit.SECONDS);
        }
    }

    /** Of two RTMFP clients and one of RTMP, of which one watched what another published. */
    private void checkClients(AdminDoor door, Viewer viewer) throws Exception {
        String media = "{direction=\"%s\",protocol=\"rtmfp\"}";
        assertThat(figure(door, "cumulonimbus_sessions{protocol=\"rtmfp\"}")).isEqualTo(2);
        assertThat(figure(door, "cumulonimbus_sessions{protocol=\"rtmp\"}")).isEqualTo(1);
        for (String direction : List.of("in", "out")) {
            String tags = media.formatted(direction);
            assertThat(figure(door, "cumulonimbus_messages_total" + tags))
                    .isBetween(PICTURES * 1.0, PICTURES + 60.0);
            assertThat(figure(door, "cumulonimbus_message_bytes_total" + tags))
                    .isBetween(viewer.bytes.get() * 1.0, viewer.bytes.get() + 20_000.0);
            assertThat(figure(door, "cumulonimbus_flows_total" + tags)).isBetween(3.0, 20.0);
        }
        assertThat(figure(door, "cumulonimbus_viewers")).isEqualTo(1);
        assertThat(figure(door, "cumulonimbus_viewer_frames_total"))
                .isEqualTo(viewer.pictures.get());
        assertThat(figure(door, "cumulonimbus_viewer_bytes_total")).isEqualTo(viewer.bytes.get());
        assertThat(figure(door, "cumulonimbus_viewer_frames_dropped_total{reason=\"held_back\"}"))
                .isZero();
        assertThat(figure(door, "cumulonimbus_viewer_queue_age_seconds_count"))
                .isEqualTo(PICTURES / 8);
        assertThat(figure(door, "cumulonimbus_rtmfp_round_trip_seconds_count")).isPositive();
        assertThat(figure(door, "cumulonimbus_rtmfp_round_trip_seconds_bucket{le=\"+Inf\"}"))
                .isPositive();
        String events = "cumulonimbus_application_event_seconds_count{event=\"%s\"}";
        assertThat(figure(door, events.formatted("connection"))).isEqualTo(3);
        assertThat(figure(door, events.formatted("publish"))).isEqualTo(1);
        assertThat(figure(door, events.formatted("subscribe"))).isEqualTo(1);
        assertThat(figure(door, events.formatted("disconnection"))).isZero();
        assertThat(figure(door, "cumulonimbus_applications")).isEqualTo(1);
    }

    @Test
    void handshakesThatComeToNothingAreCountedByWhy() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT);
                AdminDoor door =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow()) {
            int plain = URI.create(stage.url(Protocol.RTMP, "live")).getPort();
            int secure = URI.create(stage.url(Protocol.RTMPS, "live")).getPort();
            say(plain, "GET / HTTP/1.1\r\n\r\n");
            say(plain, "\6");
            say(plain, "");
            say(plain, "\3 and a part of the rest");
            say(secure, "GET / HTTP/1.1\r\n\r\n");

            String failed = "cumulonimbus_rtmp_handshakes_failed_total{reason=\"%s\"}";
            Map<String, Double> wanted =
                    Map.of("no_rtmp", 1.0, "rtmpe", 1.0, "left", 2.0, "tls", 1.0, "timed_out", 0.0);
            for (Map.Entry<String, Double> one : wanted.entrySet()) {
                Awaitility.await(one.getKey())
                        .atMost(Duration.ofSeconds(60))
                        .until(
                                () -> figure(door, failed.formatted(one.getKey())),
                                one.getValue()::equals);
            }
        }
    }

    private static void say(int port, String text) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void publish(NetConnectionClient connection, Viewer viewer) throws Exception {
        StreamPublisher publisher =
                connection
                        .publish("film", PublishOptions.RELIABLE, StreamListener.NONE)
                        .get(60, TimeUnit.SECONDS);
        byte[] picture = new byte[600];
        picture[0] = 0x17;
        picture[1] = 1;
        for (int i = 0; i < PICTURES; i++) {
            publisher.write(MediaKind.VIDEO, i * 40L, picture);
        }
        await(() -> viewer.pictures.get() >= PICTURES);
    }

    @Test
    void anEdgeIsReadyWhileItHasAnOrigin() throws Exception {
        Stage stage = Stage.start(home, Way.THROUGH_EDGE);
        Edge edge = stage.edge();
        try (AdminDoor door = EdgeAdmin.open(CONFIG, edge, () -> true).orElseThrow();
                AdminDoor above =
                        OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow();
                NetClient client = NetClient.start()) {
            assertThat(ask(door, "/health/ready").statusCode()).isEqualTo(200);
            Viewer viewer = new Viewer();
            NetConnectionClient watching = connect(client, stage.url("live"));
            watching.play("film", LIVE, viewer).get(60, TimeUnit.SECONDS);
            publish(connect(client, stage.url("live")), viewer);

            assertThat(figure(door, "cumulonimbus_clients")).isEqualTo(2);
            assertThat(figure(door, "cumulonimbus_sessions{protocol=\"rtmfp\"}")).isEqualTo(2);
            assertThat(figure(door, "cumulonimbus_viewer_frames_total"))
                    .isEqualTo(viewer.pictures.get());
            assertThat(figure(above, "cumulonimbus_viewer_frames_total")).isZero();
            assertThat(figure(above, "cumulonimbus_link_sessions")).isEqualTo(2);
            assertThat(figure(above, "cumulonimbus_link_bytes_total{direction=\"in\"}"))
                    .isGreaterThan(viewer.bytes.get());
            assertThat(figure(door, "cumulonimbus_link_up")).isEqualTo(1);
            assertThat(figure(door, "cumulonimbus_link_sessions")).isEqualTo(2);
            assertThat(figure(door, "cumulonimbus_link_bytes_total{direction=\"in\"}"))
                    .isGreaterThan(viewer.bytes.get());
            assertThat(figure(above, "cumulonimbus_edges")).isEqualTo(1);
            assertThat(figure(above, "cumulonimbus_edges_clients")).isEqualTo(2);

            stage.origin().close();
            await(() -> !edge.isLinked());
            assertThat(ask(door, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(ask(door, "/health/live").statusCode()).isEqualTo(200);
            assertThat(figure(door, "cumulonimbus_link_up")).isZero();
        } finally {
            stage.close();
        }
    }
}
