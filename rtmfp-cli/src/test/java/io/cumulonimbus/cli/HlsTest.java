package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real ffmpeg publishes is taken by another one as HLS, from an edge. */
class HlsTest {
    private static final String SCRIPT =
            """
            function onSubscribe(client, listener)
              return client.properties.user ~= "mallory"
            end
            """;

    @TempDir private Path home;

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The last segment that is whole. */
    private static String newest(String playlist) {
        return playlist.lines()
                .filter(line -> line.matches("[0-9a-f]{8}-[0-9]+\\.m4s"))
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    private static long number(String segment) {
        return Long.parseLong(segment.replaceAll("^.*-|\\.m4s$", ""));
    }

    private static byte[] bytes(HttpClient client, String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    private Process publish(Ffmpeg ffmpeg, Stage stage) throws Exception {
        List<String> picture = List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=15");
        List<String> sound = List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100");
        List<String> codecs = List.of("-c:v", "libopenh264", "-g", "15", "-c:a", "aac");
        List<String> out =
                List.of("-t", "150", "-f", "flv", stage.url(Protocol.RTMP, "guarded/film"));
        return ffmpeg.ffmpeg(
                        List.of(picture, sound, codecs, out).stream()
                                .flatMap(List::stream)
                                .toList())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("publisher.log").toFile())
                .start();
    }

    /** Who watches goes on when somebody else publishes the stream. */
    private void goesOnWithTheNext(Ffmpeg ffmpeg, Stage stage, Process first) throws Exception {
        Path both = home.resolve("both.flv");
        String url = stage.url(Protocol.HTTP, "guarded/film.m3u8");
        List<String> read =
                List.of(
                        "-i",
                        url,
                        "-frames:v",
                        "90",
                        "-c",
                        "copy",
                        "-flush_packets",
                        "1",
                        both.toString());
        Process reader =
                ffmpeg.ffmpeg(read)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("reader.log").toFile())
                        .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(both) && Files.size(both) > 0);
        first.destroyForcibly().waitFor();
        try (Persistent second = new Persistent(() -> publish(ffmpeg, stage))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(100))
                    .until(
                            () -> {
                                second.goOn();
                                return !reader.isAlive();
                            });
            assertThat(reader.exitValue()).isZero();
            assertThat(ffmpeg.decodedFrames(both)).anyMatch(row -> row.matches("h264,[89][0-9]"));
        } finally {
            reader.destroyForcibly();
        }
    }

    @Test
    void row83APublishedStreamIsAPlaylistThatFfmpegPlays() throws Exception {
        Ffmpeg ffmpeg = RealFfmpeg.orSkip();
        Stage stage = Stage.start(home, Way.THROUGH_EDGE).application(home, "guarded", SCRIPT);
        Process publisher = publish(ffmpeg, stage);
        try (HttpClient client = HttpClient.newHttpClient()) {
            stage.awaitStreams(1);
            String url = stage.url(Protocol.HTTP, "guarded/film.m3u8");
            HttpResponse<String> master = get(client, url);
            assertThat(master.statusCode()).as(master.body()).isEqualTo(200);
            assertThat(master.body())
                    .startsWith("#EXTM3U\n")
                    .containsPattern("CODECS=\"avc1\\.[0-9a-f]{6},mp4a\\.40\\.2\"")
                    .contains("RESOLUTION=160x90");
            String media = URI.create(url).resolve(master.body().lines().toList().getLast()) + "";
            String first = get(client, media).body();
            String newest = newest(first);
            String header = first.split("#EXT-X-MAP:URI=\"")[1].split("\"")[0];
            long next = number(newest) + 1;
            String later = get(client, media + "?_HLS_msn=" + next + "&_HLS_part=0").body();
            assertThat(later).contains("CAN-BLOCK-RELOAD=YES", header);
            assertThat(later.contains("-" + next + ".0.m4s\"") || number(newest(later)) >= next)
                    .as(later)
                    .isTrue();
            Path whole = home.resolve("whole.mp4");
            Files.write(whole, bytes(client, media.replace("media.m3u8", header)));
            Files.write(
                    whole,
                    bytes(client, media.replace("media.m3u8", newest)),
                    StandardOpenOption.APPEND);
            assertThat(ffmpeg.decodedFrames(whole))
                    .hasSize(2)
                    .allMatch(row -> row.matches("(aac|h264),[0-9]+"));

            assertThat(get(client, url + "?user=mallory").statusCode()).isEqualTo(403);
            assertThat(get(client, url.replace("film", "nobody")).statusCode()).isEqualTo(404);
            assertThat(get(client, media.replace("media", "99999")).statusCode()).isEqualTo(404);

            Path copy = home.resolve("copy.mp4");
            ffmpeg.run(100, "-i", url, "-t", "3", "-c", "copy", copy.toString());
            assertThat(ffmpeg.decodedFrames(copy))
                    .anyMatch(row -> row.startsWith("aac,"))
                    .anyMatch(row -> row.matches("h264,[0-9]{2}"));
            goesOnWithTheNext(ffmpeg, stage, publisher);
        } finally {
            publisher.destroyForcibly();
            stage.close();
        }
    }
}
