package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the real ffmpeg made is published and played over UDP, several films at once, and the real
 * ffprobe decodes the copies to the same numbers of frames.
 */
class MediaRoundTripTest {
    private static final int SECONDS = 4;
    private static final int PICTURES = 25 * SECONDS;
    private static final List<String> FILMS = List.of("h264-aac", "sorenson-mp3", "sorenson-speex");

    @TempDir static Path films;
    private static Ffmpeg ffmpeg;

    @BeforeAll
    static void makeFilms() {
        ffmpeg = RealFfmpeg.orSkip();
        make("h264-aac", 44_100, "-c:v", "libopenh264", "-c:a", "aac");
        make("sorenson-mp3", 44_100, "-c:v", "flv", "-c:a", "libmp3lame");
        make("sorenson-speex", 16_000, "-c:v", "flv", "-c:a", "libspeex", "-ac", "1");
    }

    private static void make(String name, int rate, String... codecs) {
        RealFfmpeg.film(films.resolve(name + ".flv"), SECONDS, rate, codecs);
    }

    @ParameterizedTest(name = "{0} lost, {1}")
    @CsvSource({"0, DIRECT", "0.05, DIRECT", "0, THROUGH_EDGE", "0.05, THROUGH_EDGE"})
    void everyFrameArrives(double loss, Way way, @TempDir Path home) throws Exception {
        Map<String, Future<Integer>> played = new LinkedHashMap<>();
        List<Future<Integer>> published = new ArrayList<>();
        try (Stage stage = Stage.start(home, way).losing(loss, FILMS.hashCode());
                ExecutorService parties = Executors.newCachedThreadPool()) {
            for (String film : FILMS) {
                String url = stage.url("live/" + film);
                String copy = home.resolve(film + ".flv").toString();
                played.put(
                        film, parties.submit(() -> Stage.rtmfp("play", url, "-o", copy, "--json")));
            }
            stage.awaitStreams(FILMS.size());
            for (String film : FILMS) {
                String url = stage.url("live/" + film);
                String original = films.resolve(film + ".flv").toString();
                published.add(parties.submit(() -> Stage.rtmfp("publish", original, url)));
            }
            for (Future<Integer> one : published) {
                assertThat(one.get(180, TimeUnit.SECONDS)).isZero();
            }
            for (Future<Integer> one : played.values()) {
                assertThat(one.get(180, TimeUnit.SECONDS)).isZero();
            }
        }
        for (String film : FILMS) {
            List<String> frames = ffmpeg.decodedFrames(films.resolve(film + ".flv"));
            assertThat(frames).anyMatch(row -> row.endsWith("," + PICTURES));
            assertThat(ffmpeg.decodedFrames(home.resolve(film + ".flv"))).isEqualTo(frames);
        }
    }
}
