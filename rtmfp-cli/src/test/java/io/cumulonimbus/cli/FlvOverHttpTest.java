package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real ffmpeg publishes is watched over HTTP, with nothing of RTMP. */
class FlvOverHttpTest {
    private static final String SCRIPT =
            """
            function onSubscribe(client, listener)
              return client.properties.user ~= "mallory"
            end
            """;

    @TempDir private Path home;

    private static HttpResponse<InputStream> get(HttpClient client, String url, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private Process publish(Ffmpeg ffmpeg, Stage stage, String path) throws Exception {
        return ffmpeg.ffmpeg(
                        List.of(
                                "-re",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=320x180:rate=25",
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=frequency=440:sample_rate=44100",
                                "-c:v",
                                "libopenh264",
                                "-g",
                                "25",
                                "-c:a",
                                "aac",
                                "-t",
                                "120",
                                "-f",
                                "flv",
                                stage.url(Protocol.RTMP, path)))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("publisher.log").toFile())
                .start();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void row83APublishedStreamIsAnFlvFileWithoutEnd(Way way) throws Exception {
        Ffmpeg ffmpeg = RealFfmpeg.orSkip();
        Stage stage = Stage.start(home, way).application(home, "guarded", SCRIPT);
        Process publisher = publish(ffmpeg, stage, "guarded/film");
        try (HttpClient client = HttpClient.newHttpClient()) {
            stage.awaitStreams(1);
            String url = stage.url(Protocol.HTTP, "guarded/film.flv");
            HttpResponse<InputStream> watched = get(client, url + "?user=alice");
            assertThat(watched.statusCode()).isEqualTo(200);
            assertThat(watched.headers().firstValue("content-type")).contains("video/x-flv");
            assertThat(get(client, url + "?user=mallory").statusCode()).isEqualTo(403);
            assertThat(get(client, url, "Origin", "http://elsewhere.example").statusCode())
                    .isEqualTo(403);
            Path file = home.resolve("watched.flv");
            try (InputStream in = watched.body()) {
                Files.write(file, in.readNBytes(200_000));
            }
            List<String> frames = ffmpeg.decodedFrames(file);
            assertThat(frames).hasSize(2);
            assertThat(frames.get(0)).startsWith("aac,");
            assertThat(frames.get(1)).startsWith("h264,");
            HttpResponse<Void> head =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url)).HEAD().build(),
                            HttpResponse.BodyHandlers.discarding());
            assertThat(head.statusCode()).isEqualTo(200);

            Path overSocket = home.resolve("socket.flv");
            String socket = stage.url(Protocol.WS, "guarded/film.flv");
            Files.write(overSocket, WatchingSocket.watch(client, socket, 100_000));
            assertThat(ffmpeg.decodedFrames(overSocket)).hasSize(2);
            assertThatThrownBy(() -> WatchingSocket.watch(client, socket + "?user=mallory", 1))
                    .hasMessageContaining("WebSocketHandshakeException");

        } finally {
            publisher.destroyForcibly();
            stage.close();
        }
    }

    @Test
    void whatIsNotThereIsAnsweredSo() throws Exception {
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, stage.url(Protocol.HTTP, "nowhere/film.flv")).statusCode())
                    .isEqualTo(404);
            assertThat(get(client, stage.url(Protocol.HTTP, "live/nobody.flv")).statusCode())
                    .isEqualTo(404);
        }
    }
}
