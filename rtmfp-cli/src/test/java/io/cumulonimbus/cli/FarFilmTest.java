package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.StreamPlayer;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that one origin of a cluster has, played at others, which have disks of their own. */
class FarFilmTest {
    private static final Secret SECRET = Secret.of("a secret of these tests");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STOP = "NetStream.Play.Stop";

    @TempDir private Path folder;
    private final Loops books = Loops.start("books", 1);
    private final LocalCluster cluster = LocalCluster.shared();
    private final List<Directory> directories = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Film.of(10, 0).save(folder.resolve("one"), "film", 0);
        for (String name : List.of("one", "two", "three")) {
            Path home = folder.resolve(name);
            Files.createDirectories(home.resolve("www/live"));
            Files.createDirectories(home.resolve("www/other"));
            OriginConfig config =
                    OriginConfig.defaults(home)
                            .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                            .withThreads(2)
                            .withRtmp(RtmpDoors.ANY);
            Directory directory = cluster.join(name, books.loop(0));
            directories.add(directory);
            origins.add(
                    Origin.start(
                            config.withEdges(config.edges().activatedOn(0, SECRET)), directory));
        }
    }

    @AfterEach
    void stop() {
        origins.forEach(Origin::close);
        books.close();
    }

    private Spectator at(int origin, String application) throws Exception {
        int port = origins.get(origin).rtmfpAddress().getPort();
        return new Spectator("rtmfp://127.0.0.1:" + port + "/" + application);
    }

    private static double length(Spectator spectator) throws Exception {
        return spectator
                .connection
                .call("getStreamLength", AmfValue.of("film"))
                .get(60, TimeUnit.SECONDS)
                .asNumber()
                .orElseThrow();
    }

    @Test
    void theyArePlayedWholeAndFromAnyTime() throws Exception {
        try (Spectator spectator = at(1, "live");
                Spectator other = at(2, "live")) {
            spectator.rush("flv:film.flv", PlayOptions.DEFAULT);
            spectator.await(STOP);
            assertThat(spectator.seen).contains("V0", "A0", "a9965");
            assertThat(spectator.pictures()).hasSize(250).isSorted().startsWith(0).endsWith(9960);

            StreamPlayer player = other.rush("film", PlayOptions.RECORDED.from(4.3));
            other.await(STOP);
            assertThat(other.pictures()).startsWith(4000, 4040).endsWith(9960).hasSize(150);
            player.seek(9);
            other.await(STOP, 2);
            assertThat(other.behind("NetStream.Seek.Notify"))
                    .containsSubsequence("V9000", "v9000")
                    .doesNotContain("v8960");
            assertThat(length(other)).isEqualTo(9.965);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(origins).allMatch(one -> one.openFiles() == 0));
    }

    @Test
    void whatNobodyHasIsNotFoundAndNamesLeadNowhereElse() throws Exception {
        Files.write(folder.resolve("one/media/live/secret.flv"), new byte[100]);
        try (Spectator spectator = at(1, "live");
                Spectator other = at(1, "other")) {
            for (String name : List.of("none", "../secret", "../streams/film", "/film")) {
                assertThatThrownBy(() -> spectator.play(name, PlayOptions.RECORDED))
                        .hasMessageContaining("NetStream.Play.StreamNotFound");
            }
            assertThatThrownBy(() -> other.play("film", PlayOptions.RECORDED))
                    .as("of another application")
                    .hasMessageContaining("NetStream.Play.StreamNotFound");
        }
    }

    @Test
    void aTagLongerThanWhatIsReadAtOnceCrossesToo() throws Exception {
        Film film = Film.of(1, 0);
        film.tag(FlvTag.VIDEO, 1_000, pixels());
        film.save(folder.resolve("one"), "large", 0);
        try (Spectator spectator = at(1, "live")) {
            spectator.rush("large", PlayOptions.RECORDED);
            spectator.await(STOP);
            assertThat(spectator.pictures()).hasSize(26).endsWith(1_000);
        }
    }

    private static byte[] pixels() {
        byte[] pixels = new byte[900_000];
        pixels[0] = 0x17;
        pixels[1] = 1;
        return pixels;
    }

    /** A film of 6 s, of which far less is read ahead than it has. */
    private void saveHeavy(String origin) throws Exception {
        Film film = Film.of(0, 0);
        for (int ms = 100; ms <= 6_000; ms += 100) {
            film.tag(FlvTag.VIDEO, ms, Arrays.copyOf(pixels(), 140_000));
        }
        film.save(folder.resolve(origin), "heavy", 0);
    }

    private void loseTheFirst() {
        cluster.kill(directories.get(0).self());
        origins.get(0).close();
    }

    @Test
    void whatAnotherOriginHasTooGoesOnThereWhenItsOriginIsLost() throws Exception {
        saveHeavy("one");
        try (Spectator spectator = at(1, "live")) {
            StreamPlayer player = spectator.play("heavy", PlayOptions.RECORDED);
            spectator.await("v500");
            saveHeavy("three");
            loseTheFirst();
            player.setBufferTime(Integer.MAX_VALUE);
            spectator.await(STOP);
            assertThat(spectator.pictures().stream().filter(ms -> ms >= 100))
                    .as("none missing, none twice")
                    .hasSize(60)
                    .isSorted()
                    .endsWith(6_000);
            assertThat(spectator.seen).doesNotContain("NetStream.Play.Failed");
        }
    }

    @Test
    void whatIsGoneWithItsOriginEndsAndIsNotFoundAnyMore() throws Exception {
        try (Spectator spectator = at(1, "live")) {
            saveHeavy("one");
            spectator.play("heavy", PlayOptions.RECORDED);
            spectator.await("v500");
            loseTheFirst();
            spectator.await("NetStream.Play.Failed");
            spectator.await(STOP);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThatThrownBy(
                                                    () ->
                                                            spectator.play(
                                                                    "heavy", PlayOptions.RECORDED))
                                            .hasMessageContaining("NetStream.Play.StreamNotFound"));
        }
    }
}
