package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that is really full: one of half a megabyte, in memory, which only root can have. */
@ParameterizedClass
@EnumSource(Way.class)
class FullDiskTest {
    private static final String STOP = "NetStream.Play.Stop";
    private static final int PICTURE = 4_000;

    @Parameter Way way;
    @TempDir Path home;
    private Path disk;
    private int time;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(home.resolve("media/live"));
        Assumptions.assumeTrue(
                does("mount", "-t", "tmpfs", "-o", "size=512k", "none", disk.toString()),
                "SKIPPED: a small disk cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        does("umount", "-l", disk.toString());
    }

    private static boolean does(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private void picture(StreamPublisher publisher) {
        byte[] body = new byte[PICTURE];
        body[0] = 0x12;
        body[1] = 1;
        publisher.write(MediaKind.VIDEO, time, body);
        time += Film.STEP_MS;
    }

    private static StreamPublisher record(Spectator maker, String name) throws Exception {
        return maker.connection
                .publish(name, PublishOptions.RELIABLE.withType("record"), maker)
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void itEndsTheRecordingAndNothingElse() throws Exception {
        try (Stage stage = Stage.start(home, way);
                Spectator maker = new Spectator(stage.url("live"));
                Spectator viewer = new Spectator(stage.url(Protocol.RTMP, "live"))) {
            StreamPublisher publisher = record(maker, "film");
            viewer.play("film", PlayOptions.DEFAULT);
            until(publisher, () -> maker.seen.contains("NetStream.Record.Failed"));
            viewer.seen.clear();
            until(publisher, () -> !viewer.pictures().isEmpty());
            publisher.close().get(60, TimeUnit.SECONDS);
            assertThat(maker.seen)
                    .containsExactly(
                            "NetStream.Publish.Start",
                            "NetStream.Record.Start",
                            "NetStream.Record.Failed",
                            "NetStream.Unpublish.Success");

            sharedObjectsGoOn(stage);
            whatThereWasRoomForIsPlayed(stage);
            Files.delete(disk.resolve("streams/film.flv"));
            maker.seen.clear();
            StreamPublisher again = record(maker, "again");
            picture(again);
            again.close().get(60, TimeUnit.SECONDS);
            assertThat(maker.seen).contains("NetStream.Record.Stop");
            assertThat(disk.resolve("streams/again.flv")).isNotEmptyFile();
        }
    }

    private static void whatThereWasRoomForIsPlayed(Stage stage) throws Exception {
        try (Spectator spectator = new Spectator(stage.url("live"))) {
            spectator.rush("film", PlayOptions.RECORDED);
            spectator.await(STOP);
            assertThat(spectator.pictures()).hasSizeBetween(50, 150).isSorted().startsWith(0);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> stage.origin().openFiles() == 0);
    }

    private static void sharedObjectsGoOn(Stage stage) throws Exception {
        try (NetClient client = NetClient.start();
                Member one = new Member(client, stage.url("live"), 0).use("kept", true);
                Member two = new Member(client, stage.url("live"), 0).use("kept", true)) {
            one.set("x", "y".repeat(100_000));
            one.await("success x");
            two.await("change x");
        }
    }

    private void until(StreamPublisher publisher, BooleanSupplier done) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            picture(publisher);
                            return done.getAsBoolean();
                        });
    }
}
