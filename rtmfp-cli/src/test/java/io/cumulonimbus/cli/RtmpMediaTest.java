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
 * The real ffmpeg speaks RTMP and RTMPT to an origin, our own client RTMFP; each plays what the
 * other publishes, to the last frame.
 */
class RtmpMediaTest {
    private static final int SECONDS = 4;
    private static final int PICTURES = 25 * SECONDS;

    @TempDir static Path films;
    private static Ffmpeg ffmpeg;
    private static Path film;
    private static List<String> frames;

    /** Who publishes or plays, and how. */
    enum Peer {
        RTMFP,
        RTMP,
        RTMPT
    }

    @BeforeAll
    static void makeFilm() {
        ffmpeg = RealFfmpeg.orSkip();
        film = films.resolve("film.flv");
        run(
                List.of("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25"),
                List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"),
                List.of("-t", "" + SECONDS, "-b:v", "500k", "-g", "25"),
                List.of("-c:v", "libopenh264", "-c:a", "aac", film.toString()));
        frames = ffmpeg.decodedFrames(film);
        assertThat(frames).anyMatch(row -> row.endsWith("," + PICTURES));
    }

    private static void run(List<?>... arguments) {
        List<String> all = new ArrayList<>();
        for (List<?> some : arguments) {
            some.forEach(one -> all.add(one.toString()));
        }
        ffmpeg.run(60, all.toArray(String[]::new));
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({
        "RTMP, RTMFP",
        "RTMFP, RTMP",
        "RTMP, RTMP",
        "RTMPT, RTMFP",
        "RTMFP, RTMPT",
        "RTMPT, RTMP",
        "RTMP, RTMPT",
        "RTMPT, RTMPT"
    })
    void everyFrameArrives(Peer publisher, Peer player, @TempDir Path home) throws Exception {
        Path copy = home.resolve("copy.flv");
        try (Stage stage = Stage.start(home, Way.DIRECT);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            CompletableFuture<Void> played =
                    CompletableFuture.runAsync(() -> play(stage, player, copy), other);
            stage.awaitStreams(1);
            publish(stage, publisher);
            played.get(60, TimeUnit.SECONDS);
        }
        assertThat(ffmpeg.decodedFrames(copy)).isEqualTo(frames);
    }

    /** ffmpeg over RTMPT sends a packet at once only when it is told to. */
    private static void publish(Stage stage, Peer by) {
        String from = film.toString();
        switch (by) {
            case RTMFP -> {
                String url = stage.url("live/film");
                assertThat(Stage.rtmfp("publish", from, url, "--json")).isZero();
            }
            case RTMP -> publish(from, stage.rtmpUrl("live/film"));
            case RTMPT -> publish(from, "-rtmp_flush_interval", "1", stage.rtmptUrl("live/film"));
        }
    }

    private static void publish(String from, String... to) {
        run(List.of("-re", "-i", from, "-c", "copy", "-f", "flv"), List.of(to));
    }

    private static void play(Stage stage, Peer by, Path copy) {
        switch (by) {
            case RTMFP -> {
                String url = stage.url("live/film");
                assertThat(Stage.rtmfp("play", url, "-o", copy.toString(), "--json")).isZero();
            }
            case RTMP -> run(List.of("-i", stage.rtmpUrl("live/film"), "-c", "copy", copy));
            case RTMPT -> run(List.of("-i", stage.rtmptUrl("live/film"), "-c", "copy", copy));
        }
    }
}
