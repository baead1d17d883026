package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The real ffmpeg speaks RTMP in all its forms to an origin or an edge, our own client RTMFP; each
 * plays what the others publish, to the last frame.
 */
@ParameterizedClass
@EnumSource(Way.class)
class RtmpMediaTest {
    private static final String COUNTING =
            """
            viewers = 0
            function onSubscribe() viewers = viewers + 1 end
            function onConnection(client)
              function client:viewers() return viewers end
            end
            """;
    private static final int SECONDS = 2;
    private static final int PICTURES = 25 * SECONDS;

    @TempDir static Path films;
    private static Ffmpeg ffmpeg;
    private static Path film;
    private static List<String> frames;
    private static Stage stage;
    private static Spectator counter;
    private static int streams;
    @Parameter Way way;
    @TempDir Path home;

    @BeforeAll
    static void makeFilm() {
        ffmpeg = RealFfmpeg.orSkip();
        film = RealFfmpeg.film(films.resolve("film.flv"), SECONDS);
        frames = ffmpeg.decodedFrames(film);
        assertThat(frames).anyMatch(row -> row.endsWith("," + PICTURES));
    }

    @BeforeParameterizedClassInvocation
    static void start(Way way) throws Exception {
        Path folder = films.resolve(way.name());
        stage = Stage.start(folder, way).application(folder, "live", COUNTING);
        counter = new Spectator(stage.url("live"));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        counter.close();
        stage.close();
    }

    private static void run(List<?>... arguments) {
        List<String> all = new ArrayList<>();
        for (List<?> some : arguments) {
            some.forEach(one -> all.add(one.toString()));
        }
        ffmpeg.run(180, all.toArray(String[]::new));
    }

    /** Publishes the stream. */
    @FunctionalInterface
    private interface Party {
        void act(String name) throws Exception;
    }

    /** Plays it, into a file. */
    @FunctionalInterface
    private interface Player {
        void play(String name, Path copy) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, mode = Mode.MATCH_ALL, names = "RTM.*")
    void row78EveryFrameArrives(Protocol publisher) throws Exception {
        pass(
                name -> publish(name, publisher),
                Stream.of(Protocol.values())
                        .filter(by -> !by.isForViewers())
                        .<Player>map(by -> (name, copy) -> play(name, by, copy))
                        .toList());
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"RTMP, RTMPT", "RTMPTS, RTMPS"})
    void everyFrameArrivesWithOurOwnClient(Protocol publisher, Protocol player) throws Exception {
        pass(
                name -> rtmfp("publish", film.toString(), stage.url(publisher, "live/" + name)),
                List.of(
                        (name, copy) ->
                                rtmfp(
                                        "play",
                                        stage.url(player, "live/" + name),
                                        "-o",
                                        copy.toString())));
    }

    @Test
    void rtmpdumpGetsEveryFrame() throws Exception {
        Assumptions.assumeTrue(hasRtmpdump(), "SKIPPED: rtmpdump is not installed");
        pass(
                name -> publish(name, Protocol.RTMP),
                List.of(
                        (name, copy) -> rtmpdump(stage.url(Protocol.RTMP, "live/" + name), copy),
                        (name, copy) -> rtmpdump(stage.url(Protocol.RTMPT, "live/" + name), copy)));
    }

    private static double viewers() throws Exception {
        return counter.connection
                .call("viewers")
                .get(60, TimeUnit.SECONDS)
                .asNumber()
                .orElseThrow();
    }

    /** All play at once, and get all of it. */
    private void pass(Party publisher, List<Player> players) throws Exception {
        String name = "film" + ++streams;
        double before = viewers();
        try (ExecutorService others = Executors.newCachedThreadPool()) {
            Map<Path, Future<?>> playing = new LinkedHashMap<>();
            for (Player player : players) {
                Path copy = home.resolve("copy" + playing.size() + ".flv");
                playing.put(
                        copy,
                        others.submit(
                                () -> {
                                    player.play(name, copy);
                                    return true;
                                }));
            }
            Awaitility.await().until(() -> viewers() == before + players.size());
            stage.awaitStreams(1);
            publisher.act(name);
            for (Map.Entry<Path, Future<?>> one : playing.entrySet()) {
                one.getValue().get(180, TimeUnit.SECONDS);
                assertComplete(one.getKey());
            }
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
    private static void publish(String name, Protocol by) {
        String from = film.toString();
        String url = stage.url(by, "live/" + name);
        switch (by) {
            case RTMFP -> rtmfp("publish", from, url);
            case RTMP, RTMPS -> publish(from, url);
            case RTMPT, RTMPTS -> publish(from, "-rtmp_flush_interval", "1", url);
        }
    }

    private static void publish(String from, String... to) {
        run(List.of("-re", "-i", from, "-c", "copy", "-f", "flv"), List.of(to));
    }

    private static void play(String name, Protocol by, Path copy) {
        String url = stage.url(by, "live/" + name);
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
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
