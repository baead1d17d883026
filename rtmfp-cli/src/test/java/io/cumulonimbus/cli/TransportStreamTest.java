package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import io.cumulonimbus.watch.Framing;
import io.cumulonimbus.watch.ts.TsOutput;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as MPEG transport streams, read by a real ffmpeg. */
@Timeout(300)
class TransportStreamTest {
    private static final List<String> PICTURE =
            List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25");
    private static final List<String> SOUND =
            List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100");
    private static final String SCRIPT =
            """
            function onSubscribe(client, listener)
              return client.properties.user ~= "mallory"
            end
            """;

    @TempDir private Path home;

    private Path transport(List<FlvTag> tags) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteSink sink =
                new ByteSink() {
                    @Override
                    public int room() {
                        return 1;
                    }

                    @Override
                    public void write(byte[] from, int offset, int length) {
                        bytes.write(from, offset, length);
                    }
                };
        TsOutput out = new TsOutput(sink, Framing.PLAIN);
        out.begin(true, true);
        tags.forEach(tag -> out.media(TcMessage.of(tag.type(), tag.timestamp(), tag.data())));
        assertThat(bytes.size() % 188).isZero();
        return Files.write(home.resolve("film.ts"), bytes.toByteArray());
    }

    private static List<String> all(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aac", "libmp3lame"})
    void eachPictureAndSoundOfAFilmIsInIt(String sound) throws Exception {
        Ffmpeg ffmpeg = RealFfmpeg.orSkip();
        Path film = home.resolve("film.flv");
        List<String> made = new ArrayList<>(all(List.of(PICTURE, SOUND)));
        made.remove("-re");
        made.addAll(List.of("-c:v", "libopenh264", "-g", "25", "-c:a", sound, "-t", "4"));
        made.add(film.toString());
        ffmpeg.run(60, made.toArray(String[]::new));
        Path transport = transport(EnhancedFilm.tags(Files.readAllBytes(film)));
        assertThat(ffmpeg.decodedFrames(film)).contains("h264,100");
        assertThat(once(ffmpeg.decodedPackets(transport))).isEqualTo(ffmpeg.decodedPackets(film));
        assertThatPicturesFollow(ffmpeg.decodingTimes(transport).get(0));
    }

    /** ffprobe tells of each stream, and of each one in its program. */
    private static List<String> once(List<String> rows) {
        return rows.stream().distinct().toList();
    }

    /** No picture is missing between the first and the last one. */
    private static void assertThatPicturesFollow(List<Double> times) {
        assertThat(times).hasSizeGreaterThanOrEqualTo(100);
        assertThat(IntStream.range(1, times.size()))
                .allSatisfy(
                        i ->
                                assertThat(times.get(i) - times.get(i - 1))
                                        .isCloseTo(0.04, Offset.offset(0.0015)));
    }

    @Test
    void hevcIsInItToo() throws Exception {
        Ffmpeg ffmpeg = RealFfmpeg.orSkip();
        assertThat(once(ffmpeg.decodedFrames(transport(EnhancedFilm.hevc()))))
                .containsExactly("hevc,50");
    }

    @Test
    void row83APublishedStreamIsATransportStreamWithoutEnd() throws Exception {
        Ffmpeg ffmpeg = RealFfmpeg.orSkip();
        Stage stage = Stage.start(home, Way.THROUGH_EDGE).application(home, "guarded", SCRIPT);
        List<String> codecs = List.of("-c:v", "libopenh264", "-g", "25", "-c:a", "aac");
        List<String> out =
                List.of("-t", "120", "-f", "flv", stage.url(Protocol.RTMP, "guarded/film"));
        Process publisher =
                ffmpeg.ffmpeg(all(List.of(PICTURE, SOUND, codecs, out)))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("publisher.log").toFile())
                        .start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            stage.awaitStreams(1);
            String url = stage.url(Protocol.HTTP, "guarded/film.ts");
            HttpResponse<InputStream> watched = get(client, url);
            assertThat(watched.statusCode()).isEqualTo(200);
            assertThat(watched.headers().firstValue("content-type")).contains("video/mp2t");
            watched.body().close();
            assertThat(get(client, url + "?user=mallory").statusCode()).isEqualTo(403);
            assertThat(get(client, url.replace("film", "nobody")).statusCode()).isEqualTo(404);
            Path copy = home.resolve("copy.ts");
            ffmpeg.run(100, "-i", url, "-t", "2", "-c", "copy", copy.toString());
            assertThat(once(ffmpeg.decodedFrames(copy)))
                    .hasSize(2)
                    .anyMatch(row -> row.matches("aac,[0-9]+"))
                    .anyMatch(row -> row.matches("h264,[0-9]+"));
        } finally {
            publisher.destroyForcibly();
            stage.close();
        }
    }

    private static HttpResponse<InputStream> get(HttpClient client, String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }
}
