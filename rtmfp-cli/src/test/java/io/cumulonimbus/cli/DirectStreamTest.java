package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PeerConnection;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import io.cumulonimbus.rtmfp.relay.RelayStatistics;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two of our clients and an origin that does no more than bring them together. */
@ParameterizedClass
@EnumSource(Way.class)
class DirectStreamTest {
    private static final int SECONDS = 2;
    private static final Pattern PUBLISHING =
            Pattern.compile("\"publishing\".*\"peerId\":\"([0-9a-f]{64})\"");

    @Parameter Way way;
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setOut(standardOutput);
    }

    @Test
    void aFilmGoesFromPeerToPeerAndTheServerSeesNothingOfIt(@TempDir Path home) throws Exception {
        Ffmpeg ffmpeg = RealFfmpeg.orSkip();
        Path film = RealFfmpeg.film(home.resolve("film.flv"), SECONDS);
        Path copy = home.resolve("copy.flv");
        try (Stage stage = Stage.start(home, way);
                ExecutorService publisher = Executors.newSingleThreadExecutor()) {
            String url = stage.url("live/film");
            CompletableFuture<Integer> published =
                    CompletableFuture.supplyAsync(
                            () ->
                                    Stage.rtmfp(
                                            "publish", film.toString(), url, "--direct", "--json"),
                            publisher);
            String peerId = publisherId();
            int played =
                    Stage.rtmfp("play", url, "--peer", peerId, "-o", copy.toString(), "--json");

            assertThat(played).isZero();
            assertThat(published.get(180, TimeUnit.SECONDS)).isZero();
            assertThat(stage.origin().introductions().get(IntroductionOutcome.DONE)).isPositive();
            assertThat(stage.origin().streams().join()).isZero();
            assertThat(stage.receivedBytes()).isLessThan(Files.size(film) / 5);
        }
        assertThat(ffmpeg.decodedFrames(copy)).isEqualTo(ffmpeg.decodedFrames(film));
    }

    @Test
    void row86AFilmGoesThroughTheRelayWhereTheDirectWayIsBlocked(@TempDir Path home)
            throws Exception {
        Ffmpeg ffmpeg = RealFfmpeg.orSkip();
        Path film = RealFfmpeg.film(home.resolve("film.flv"), SECONDS);
        Path copy = home.resolve("copy.flv");
        try (Stage stage = Stage.relaying(home, way);
                ExecutorService publisher = Executors.newSingleThreadExecutor()) {
            String here = stage.urlBehindTranslator("live/film");
            String there = stage.urlBehindTranslator("live/film");
            CompletableFuture<Integer> published =
                    CompletableFuture.supplyAsync(
                            () ->
                                    Stage.rtmfp(
                                            "publish",
                                            film.toString(),
                                            here,
                                            "--direct",
                                            "--hide-addresses",
                                            "--json"),
                            publisher);
            int played =
                    Stage.rtmfp(
                            "play",
                            there,
                            "--hide-addresses",
                            "--peer",
                            publisherId(),
                            "-o",
                            copy.toString(),
                            "--timeout",
                            "30");

            assertThat(played).isZero();
            assertThat(published.get(180, TimeUnit.SECONDS)).isZero();
            RelayStatistics relayed = stage.origin().relayStatistics().orElseThrow().join();
            assertThat(relayed.meetings()).isOne();
            assertThat(relayed.bytes()).isGreaterThan(Files.size(film));
            assertThat(stage.origin().introductions().get(IntroductionOutcome.RELAYED)).isOne();
            assertThat(stage.receivedBytes()).isLessThan(Files.size(film) / 5);
        }
        assertThat(ffmpeg.decodedFrames(copy)).isEqualTo(ffmpeg.decodedFrames(film));
    }

    @Test
    void twoThatTurnToEachOtherAtOnceMeet(@TempDir Path home) throws Exception {
        try (Stage stage = Stage.start(home, way);
                NetClient client = NetClient.start()) {
            NetConnectionClient one = Clients.connect(client, stage.url("live"));
            NetConnectionClient two = Clients.connect(client, stage.url("live"));
            one.publishDirect("ones").get(60, TimeUnit.SECONDS);
            two.publishDirect("twos").get(60, TimeUnit.SECONDS);
            CompletableFuture<PeerConnection> there = one.connectPeer(two.peerId());
            CompletableFuture<PeerConnection> back = two.connectPeer(one.peerId());
            CompletableFuture<PeerConnection> again = one.connectPeer(two.peerId());
            PeerConnection toTwo = there.get(60, TimeUnit.SECONDS);
            PeerConnection toOne = back.get(60, TimeUnit.SECONDS);
            assertThat(again.get(60, TimeUnit.SECONDS).peerId()).isEqualTo(two.peerId());
            toTwo.play("twos", StreamListener.NONE).get(60, TimeUnit.SECONDS);
            toOne.play("ones", StreamListener.NONE).get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPeerThatIsNotThereIsNotReached(@TempDir Path home) throws Exception {
        try (Stage stage = Stage.start(home, way)) {
            String nobody = "ab".repeat(32);
            int code =
                    Stage.rtmfp("play", stage.url("live/film"), "--peer", nobody, "--timeout", "2");
            assertThat(code).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(stage.origin().introductions().get(IntroductionOutcome.UNKNOWN))
                    .isPositive();
        }
    }

    @Test
    void whatIsNoPeerIdIsNotAskedFor(@TempDir Path home) throws Exception {
        try (Stage stage = Stage.start(home, way)) {
            int code = Stage.rtmfp("play", stage.url("live/film"), "--peer", "me");
            assertThat(code).isEqualTo(ExitCode.UNREACHABLE.number());
        }
    }

    private String publisherId() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> PUBLISHING.matcher(output.toString(StandardCharsets.UTF_8)),
                        Matcher::find)
                .group(1);
    }
}
