package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamPlayer;
import io.cumulonimbus.netclient.StreamPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Recordings, as clients play and make them over RTMFP. */
@ParameterizedClass
@EnumSource(Way.class)
class RecordedStreamTest {
    private static final String STOP = "NetStream.Play.Stop";
    private static final String NOTIFY = "NetStream.Seek.Notify";

    @TempDir static Path folder;
    private static Path home;
    private static Stage stage;
    @Parameter Way way;

    @BeforeParameterizedClassInvocation
    static void open(Way way) throws Exception {
        home = folder.resolve(way.name());
        Film.of(10, 0).save(home, "film", 0);
        Film.of(2, 0).save(home, "short", 0);
        Film.of(2, 20_000_000).save(home, "late", 0);
        Film.of(2, 0).save(home, "torn", 7);
        Film.ofSound(10).save(home, "sound", 0);
        Files.createDirectories(home.resolve("www/small"));
        Files.createDirectories(home.resolve("www/other"));
        stage = Stage.start(home, way);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
    }

    private static Spectator spectator() throws Exception {
        return new Spectator(stage.url("live"));
    }

    @Test
    void aRecordingIsPlayedToItsEnd() throws Exception {
        try (Spectator spectator = spectator()) {
            spectator.rush("flv:film.flv", PlayOptions.DEFAULT);
            spectator.await(STOP);
            assertThat(spectator.seen)
                    .startsWith("NetStream.Play.Reset", "NetStream.Play.Start")
                    .endsWith("NetStream.Play.Complete", STOP)
                    .contains("V0", "A0", "a9965");
            assertThat(spectator.pictures()).hasSize(250).isSorted().startsWith(0).endsWith(9960);
        }
    }

    @Test
    void aRecordingIsPlayedAsFastAsItWasFilmed() throws Exception {
        try (Spectator spectator = spectator()) {
            long start = System.nanoTime();
            spectator.play("film", PlayOptions.RECORDED.lasting(3));
            spectator.await(STOP);
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertThat(tookMs)
                    .as("three seconds, two of which the player has ahead")
                    .isBetween(950L, 20_000L);
            assertThat(spectator.pictures()).hasSize(76).endsWith(3000);
        }
    }

    @Test
    void playBeginsAtTheKeyFrameBeforeTheWantedTimeAndEndsAfterTheWantedLength() throws Exception {
        try (Spectator spectator = spectator()) {
            spectator.rush("film", PlayOptions.RECORDED.from(4.3).lasting(1));
            spectator.await(STOP);
            assertThat(spectator.pictures()).startsWith(4000, 4040).endsWith(5280);
            assertThat(spectator.seen).containsSubsequence("V4000", "v4000");
        }
    }

    @Test
    void aLengthOfNothingIsOnePicture() throws Exception {
        try (Spectator spectator = spectator()) {
            spectator.rush("film", PlayOptions.RECORDED.from(3).lasting(0));
            spectator.await(STOP);
            assertThat(spectator.pictures()).containsExactly(3000);
        }
    }

    @Test
    void seekGoesToTheKeyFrameBefore() throws Exception {
        try (Spectator spectator = spectator()) {
            StreamPlayer player = spectator.play("film", PlayOptions.RECORDED);
            spectator.await("v1000");
            player.seek(7.9);
            spectator.await(NOTIFY);
            player.setBufferTime(Integer.MAX_VALUE);
            spectator.await(STOP);
            assertThat(spectator.behind(NOTIFY))
                    .startsWith("NetStream.Play.Start")
                    .containsSubsequence("V7000", "v7000")
                    .endsWith("NetStream.Play.Complete", STOP);
            List<Integer> pictures = spectator.pictures();
            assertThat(pictures.subList(pictures.indexOf(7000), pictures.size())).hasSize(75);

            player.seek(0);
            spectator.await(STOP, 2);
            assertThat(spectator.pictures()).as("again, from its end").endsWith(9960);
            assertThat(spectator.behind(NOTIFY)).contains("v0", "v5000");

            player.seek(99);
            spectator.await(STOP, 3);
            assertThat(spectator.behind(NOTIFY)).contains("v9000").doesNotContain("v8960");
        }
    }

    @Test
    void theLastOfManySeeksCounts() throws Exception {
        try (Spectator spectator = spectator()) {
            StreamPlayer player = spectator.rush("film", PlayOptions.RECORDED);
            for (int i = 0; i < 50; i++) {
                player.seek(i % 9);
            }
            player.seek(8);
            spectator.await(STOP);
            spectator.await(NOTIFY);
            assertThat(spectator.behind(NOTIFY)).contains("v8000").doesNotContain("v7960");
            assertThat(spectator.pictures()).endsWith(9960);
        }
    }

    @Test
    void afterAPauseItGoesOnBehindThePlayersTime() throws Exception {
        try (Spectator spectator = spectator()) {
            StreamPlayer player = spectator.play("film", PlayOptions.RECORDED);
            spectator.await("v1600");
            player.pause(true, 1.02);
            spectator.await("NetStream.Pause.Notify");
            int before = spectator.seen.size();
            player.seek(5.5);
            spectator.await("v5000");
            assertThat(spectator.pictures()).as("one picture to look at").endsWith(5000);
            player.seek(1.5);
            spectator.await("v1000", 2);
            player.pause(false, 0.98);
            player.setBufferTime(Integer.MAX_VALUE);
            spectator.await(STOP);
            assertThat(spectator.seen.size()).isGreaterThan(before);
            assertThat(spectator.behind("NetStream.Unpause.Notify"))
                    .contains("v1000", "v1040")
                    .doesNotContain("v960");
        }
    }

    @Test
    void lateTimesTornEndsAndSoundAloneArePlayed() throws Exception {
        try (Spectator spectator = spectator()) {
            spectator.rush("late", PlayOptions.RECORDED);
            spectator.await(STOP);
            assertThat(spectator.pictures()).hasSize(50).startsWith(20_000_000);
            spectator.seen.clear();
            spectator.rush("torn", PlayOptions.RECORDED);
            spectator.await(STOP);
            assertThat(spectator.pictures()).hasSize(50);
            spectator.seen.clear();
            spectator.rush("sound", PlayOptions.RECORDED.from(5));
            spectator.await(STOP);
            assertThat(spectator.seen).contains("a5000", "a9960").doesNotContain("a4000");
        }
    }

    @Test
    void aListIsPlayedOneAfterTheOther() throws Exception {
        try (Spectator spectator = spectator()) {
            StreamPlayer player = spectator.play("film", PlayOptions.RECORDED);
            player.play("short", PlayOptions.RECORDED.queued());
            player.setBufferTime(Integer.MAX_VALUE);
            spectator.await(STOP);
            assertThat(spectator.pictures()).hasSize(250 + 50);
            assertThat(spectator.seen)
                    .containsSubsequence("NetStream.Play.Switch", "NetStream.Play.Start", "v0");

            player.play("short", PlayOptions.RECORDED.queued());
            spectator.await(STOP, 2);
            assertThat(spectator.pictures()).as("at once, for nothing plays").hasSize(350);
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        try (Spectator spectator = spectator();
                Spectator other = new Spectator(stage.url("other"))) {
            for (String name : List.of("none", "../streams/film", "/film", "mp4:film")) {
                assertThatThrownBy(() -> spectator.play(name, PlayOptions.RECORDED))
                        .hasMessageContaining("NetStream.Play.StreamNotFound");
            }
            assertThatThrownBy(() -> other.play("film", PlayOptions.RECORDED))
                    .as("of another application")
                    .hasMessageContaining("NetStream.Play.StreamNotFound");
            other.play("film", PlayOptions.DEFAULT);
            other.await("NetStream.Play.Start"); // it may be live later
        }
    }

    @Test
    void theLengthOfARecordingIsTold() throws Exception {
        try (Spectator spectator = spectator()) {
            assertThat(length(spectator, "film")).isEqualTo(9.965);
            assertThat(length(spectator, "torn")).isEqualTo(1.96);
            assertThat(length(spectator, "none")).isZero();
        }
    }

    private static double length(Spectator spectator, String name) throws Exception {
        return spectator
                .connection
                .call("getStreamLength", AmfValue.of(name))
                .get(60, TimeUnit.SECONDS)
                .asNumber()
                .orElseThrow();
    }

    @Test
    void whatIsLiveGoesBeforeWhatWasRecorded() throws Exception {
        try (Spectator maker = spectator();
                Spectator spectator = spectator()) {
            Spectator heard = maker;
            StreamPublisher publisher =
                    maker.connection
                            .publish("short", PublishOptions.RELIABLE, heard)
                            .get(60, TimeUnit.SECONDS);
            spectator.play("short", PlayOptions.DEFAULT);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                publisher.write(MediaKind.VIDEO, 5, new byte[] {0x12, 1});
                                return spectator.seen.contains("v0");
                            });
            publisher.close().get(60, TimeUnit.SECONDS);
            spectator.await("NetStream.Play.UnpublishNotify");
            assertThat(spectator.pictures()).containsOnly(0);
        }
    }

    @Test
    void recordingTellsWhatHappens() throws Exception {
        try (Spectator maker = spectator()) {
            publish(maker, "mine", 30);
            assertThat(maker.seen)
                    .containsExactly(
                            "NetStream.Publish.Start",
                            "NetStream.Record.Start",
                            "NetStream.Record.Stop",
                            "NetStream.Unpublish.Success");
            maker.seen.clear();
            maker.rush("mine", PlayOptions.DEFAULT);
            maker.await(STOP);
            assertThat(maker.pictures()).hasSize(30).endsWith(29 * Film.STEP_MS);
        }
    }

    @Test
    void whoMayNotRecordIsLiveAllTheSame() throws Exception {
        try (Spectator maker = new Spectator(stage.url("other"))) {
            publish(maker, "mine", 30);
            assertThat(maker.seen)
                    .containsExactly(
                            "NetStream.Publish.Start",
                            "NetStream.Record.NoAccess",
                            "NetStream.Unpublish.Success");
        }
    }

    @Test
    void aFullDiskEndsTheRecordingAndNotTheStream() throws Exception {
        try (Spectator maker = new Spectator(stage.url("small"))) {
            publish(maker, "mine", 300);
            assertThat(maker.seen)
                    .containsExactly(
                            "NetStream.Publish.Start",
                            "NetStream.Record.Start",
                            "NetStream.Record.Failed",
                            "NetStream.Unpublish.Success");
            assertThat(home.resolve("media/small/streams/mine.flv"))
                    .isRegularFile()
                    .satisfies(file -> assertThat(Files.size(file)).isLessThan(100_000));
        }
    }

    private static void publish(Spectator maker, String name, int pictures) throws Exception {
        StreamPublisher publisher =
                maker.connection
                        .publish(name, PublishOptions.RELIABLE.withType("record"), maker)
                        .get(60, TimeUnit.SECONDS);
        for (int i = 0; i < pictures; i++) {
            byte[] body = new byte[1000];
            body[0] = 0x12;
            body[1] = 1;
            publisher.write(MediaKind.VIDEO, (long) i * Film.STEP_MS, body);
        }
        publisher.close().get(60, TimeUnit.SECONDS);
    }

    @Test
    void noFileStaysOpenWhenAViewerVanishes() throws Exception {
        try (Spectator spectator = spectator()) {
            spectator.play("film", PlayOptions.RECORDED);
            assertThat(stage.origin().openFiles()).isPositive();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> stage.origin().openFiles() == 0);
    }

    /** A tag type that films do not have is not played. */
    @Test
    void damageIsPassedOver() throws Exception {
        Film film = Film.of(1, 0);
        film.tag(FlvTag.SCRIPT, 1000, 2, 0, 1, 'x');
        film.save(home, "odd", 2);
        try (Spectator spectator = spectator()) {
            spectator.rush("odd", PlayOptions.RECORDED);
            spectator.await(STOP);
            assertThat(spectator.pictures()).hasSize(25);
        }
    }
}
