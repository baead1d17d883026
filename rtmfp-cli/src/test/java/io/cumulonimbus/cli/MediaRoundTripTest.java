package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the real ffmpeg made is published and played over UDP, and the real ffprobe decodes the copy
 * to the same number of frames.
 */
class MediaRoundTripTest {
    private static final int SECONDS = 4;
    private static final int PICTURES = 25 * SECONDS;

    @TempDir static Path films;
    private static Ffmpeg ffmpeg;

    @BeforeAll
    static void makeFilms() {
        ffmpeg = RealFfmpeg.orSkip();
        make("h264-aac", "44100", "-c:v", "libopenh264", "-c:a", "aac");
        make("sorenson-mp3", "44100", "-c:v", "flv", "-c:a", "libmp3lame");
        make("sorenson-speex", "16000", "-c:v", "flv", "-c:a", "libspeex", "-ac", "1");
    }

    private static void make(String name, String rate, String... codecs) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=320x240:rate=25",
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=frequency=440:sample_rate=" + rate,
                                "-t",
                                "" + SECONDS,
                                "-b:v",
                                "500k",
                                "-g",
                                "25"));
        arguments.addAll(List.of(codecs));
        arguments.add(films.resolve(name + ".flv").toString());
        ffmpeg.run(180, arguments.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}, {1} lost, {2}")
    @CsvSource({
        "h264-aac, 0, DIRECT",
        "sorenson-mp3, 0, DIRECT",
        "sorenson-speex, 0, DIRECT",
        "h264-aac, 0.05, DIRECT",
        "sorenson-mp3, 0.05, DIRECT",
        "sorenson-speex, 0.05, DIRECT",
        "h264-aac, 0, THROUGH_EDGE",
        "sorenson-mp3, 0, THROUGH_EDGE",
        "sorenson-speex, 0, THROUGH_EDGE",
        "h264-aac, 0.05, THROUGH_EDGE",
        "sorenson-mp3, 0.05, THROUGH_EDGE",
        "sorenson-speex, 0.05, THROUGH_EDGE",
    })
    void everyFrameArrives(String film, double loss, Way way, @TempDir Path home) throws Exception {
        Path original = films.resolve(film + ".flv");
        Path copy = home.resolve("copy.flv");
        try (Stage stage = Stage.start(home, way).losing(loss, film.hashCode());
                ExecutorService player = Executors.newSingleThreadExecutor()) {
            String url = stage.url("live/film");
            CompletableFuture<Integer> played =
                    CompletableFuture.supplyAsync(
                            () -> Stage.rtmfp("play", url, "-o", copy.toString(), "--json"),
                            player);
            stage.awaitStreams(1);

            assertThat(Stage.rtmfp("publish", original.toString(), url, "--json")).isZero();
            assertThat(played.get(180, TimeUnit.SECONDS)).isZero();
        }
        List<String> frames = ffmpeg.decodedFrames(original);
        assertThat(frames).anyMatch(row -> row.endsWith("," + PICTURES));
        assertThat(ffmpeg.decodedFrames(copy)).isEqualTo(frames);
    }
}
