package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real ffmpeg speaks RTMP in all its forms to an origin, our own client RTMFP; each plays what
 * the others publish, to the last frame.
 */
class RtmpMediaTest {
    private static final int SECONDS = 2;
    private static final int PICTURES = 25 * SECONDS;

    @TempDir static Path films;
    private static Ffmpeg ffmpeg;
    private static Path film;
    private static List<String> frames;

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

    /** Publishes or plays the stream. */
    @FunctionalInterface
    private interface Party {
        void act(Stage stage) throws Exception;
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({
        "RTMFP, RTMFP",
        "RTMFP, RTMP",
        "RTMFP, RTMPT",
        "RTMP, RTMFP",
        "RTMP, RTMP",
        "RTMP, RTMPT",
        "RTMPT, RTMFP",
        "RTMPT, RTMP",
        "RTMPT, RTMPT",
        "RTMPS, RTMFP",
        "RTMFP, RTMPS",
        "RTMPTS, RTMFP",
        "RTMFP, RTMPTS",
        "RTMPS, RTMPTS",
        "RTMPTS, RTMPS",
    })
    void row78EveryFrameArrives(Protocol publisher, Protocol player, @TempDir Path home)
            throws Exception {
        Path copy = home.resolve("copy.flv");
        pass(home, stage -> publish(stage, publisher), stage -> play(stage, player, copy));
        assertComplete(copy);
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"RTMP, RTMPT", "RTMPT, RTMFP", "RTMFP, RTMP", "RTMPS, RTMPTS"})
    void everyFrameArrivesThroughAnEdge(Protocol publisher, Protocol player, @TempDir Path home)
            throws Exception {
        Path copy = home.resolve("copy.flv");
        pass(
                Way.THROUGH_EDGE,
                home,
                stage -> publish(stage, publisher),
                stage -> play(stage, player, copy));
        assertComplete(copy);
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"RTMP, RTMPT", "RTMPTS, RTMPS"})
    void everyFrameArrivesWithOurOwnClient(Protocol publisher, Protocol player, @TempDir Path home)
            throws Exception {
        Path copy = home.resolve("copy.flv");
        pass(
                home,
                stage -> rtmfp("publish", film.toString(), stage.url(publisher, "live/film")),
                stage -> rtmfp("play", stage.url(player, "live/film"), "-o", copy.toString()));
        assertComplete(copy);
    }

    @ParameterizedTest
    @EnumSource(names = {"RTMP", "RTMPT"})
    void rtmpdumpGetsEveryFrame(Protocol player, @TempDir Path home) throws Exception {
        Assumptions.assumeTrue(hasRtmpdump(), "SKIPPED: rtmpdump is not installed");
        Path copy = home.resolve("copy.flv");
        pass(
                home,
                stage -> publish(stage, Protocol.RTMP),
                stage -> rtmpdump(stage.url(player, "live/film"), copy));
        assertComplete(copy);
    }

    private static void pass(Path home, Party publisher, Party player) throws Exception {
        pass(Way.DIRECT, home, publisher, player);
    }

    private static void pass(Way way, Path home, Party publisher, Party player) throws Exception {
        try (Stage stage = Stage.start(home, way);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> played =
                    other.submit(
                            () -> {
                                player.act(stage);
                                return true;
                            });
            stage.awaitStreams(1);
            publisher.act(stage);
            played.get(60, TimeUnit.SECONDS);
        }
    }

    private static void assertComplete(Path copy) {
        assertThat(ffmpeg.decodedFrames(copy)).isEqualTo(frames);
        assertThat(ffmpeg.decodingTimes(copy))
                .hasSize(2)
                .allSatisfy(
                        (stream, times) -> assertThat(times).isSorted().doesNotHaveDuplicates());
    }

    private static void rtmfp(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--insecure"));
        assertThat(Stage.rtmfp(all.toArray(String[]::new))).isZero();
    }

    /** ffmpeg over RTMPT sends a packet at once only when it is told to. */
    private static void publish(Stage stage, Protocol by) {
        String from = film.toString();
        String url = stage.url(by, "live/film");
        switch (by) {
            case RTMFP -> rtmfp("publish", from, url);
            case RTMP, RTMPS -> publish(from, url);
            case RTMPT, RTMPTS -> publish(from, "-rtmp_flush_interval", "1", url);
        }
    }

    private static void publish(String from, String... to) {
        run(List.of("-re", "-i", from, "-c", "copy", "-f", "flv"), List.of(to));
    }

    private static void play(Stage stage, Protocol by, Path copy) {
        String url = stage.url(by, "live/film");
        if (by == Protocol.RTMFP) {
            rtmfp("play", url, "-o", copy.toString());
        } else {
            run(List.of("-i", url, "-c", "copy", copy));
        }
    }

    private static boolean hasRtmpdump() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "rtmpdump")));
    }

    private static void rtmpdump(String url, Path copy) throws Exception {
        Path errors = copy.resolveSibling("rtmpdump.txt");
        Process process =
                new ProcessBuilder("rtmpdump", "--live", "-r", url, "-o", copy.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(errors.toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
