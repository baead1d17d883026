package io.cumulonimbus.origin.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What publishers record, as files. */
class RecordingTest {
    @TempDir Path home;

    @Test
    void aFileIsWholeWhenTheRecordingStopped() throws Exception {
        try (Studio studio = new Studio(home, 0)) {
            assertThat(studio.second("a/film", false, 5_000)).containsExactly("started", "stopped");

            assertThat(studio.files()).containsExactly("a/film.flv");
            assertThat(studio.times("a/film")).hasSize(25).startsWith(0, 40).endsWith(960);
            assertThat(studio.said("a/film", "duration")).isEqualTo(0.96);
            assertThat(studio.said("a/film", "filesize"))
                    .isEqualTo(Files.size(studio.file("a/film")));
            assertThat(studio.said("a/film", "width")).isEqualTo(320);
            assertThat(Files.readAllBytes(studio.file("a/film"))[4]).isEqualTo((byte) 1);
            await().atMost(Duration.ofSeconds(60)).until(() -> studio.disk.files() == 0);
        }
    }

    @Test
    void anotherRecordingReplacesTheFile() throws Exception {
        try (Studio studio = new Studio(home, 0)) {
            studio.second("film", false, 0);
            Studio.Take take = studio.new Take("film", false);
            studio.pictures(0, 5, take::frame);
            assertThat(studio.times("film")).as("until the other is whole").hasSize(25);
            take.cut();
            assertThat(studio.times("film")).hasSize(5);
            assertThat(studio.files()).containsExactly("film.flv");
        }
    }

    @Test
    void appendingGoesOnWhereTheFileEnded() throws Exception {
        try (Studio studio = new Studio(home, 0)) {
            studio.second("film", true, 100);
            assertThat(studio.second("film", true, 77_000)).containsExactly("started", "stopped");

            assertThat(studio.times("film")).hasSize(50).contains(960, 1_000).endsWith(1_960);
            assertThat(studio.times("film")).isSorted();
            assertThat(studio.said("film", "duration")).isEqualTo(1.96);
            assertThat(studio.said("film", "filesize")).isEqualTo(Files.size(studio.file("film")));
            assertThat(studio.files()).containsExactly("film.flv");
        }
    }

    @Test
    void appendingWaitsForWhoeverStillWrites() throws Exception {
        try (Studio studio = new Studio(home, 0)) {
            Studio.Take first = studio.new Take("film", false);
            studio.pictures(0, 25, first::frame);
            Studio.Take second = studio.new Take("film", true);
            studio.pictures(0, 25, second::frame);
            assertThat(first.cut()).containsExactly("started", "stopped");
            assertThat(second.cut()).containsExactly("started", "stopped");
            assertThat(studio.times("film")).hasSize(50).isSorted();
        }
    }

    @Test
    void halfATagAtTheEndIsCutOffBeforeAppending() throws Exception {
        try (Studio studio = new Studio(home, 0)) {
            studio.second("film", false, 0);
            byte[] whole = Files.readAllBytes(studio.file("film"));
            Files.write(studio.file("film"), Arrays.copyOf(whole, whole.length - 50));

            assertThat(studio.second("film", true, 0)).containsExactly("started", "stopped");
            assertThat(studio.times("film")).hasSize(49).isSorted();
        }
    }

    @Test
    void nothingIsAppendedToWhatIsNoFlv() throws Exception {
        try (Studio studio = new Studio(home, 0)) {
            Files.createDirectories(studio.folder);
            Files.writeString(studio.file("film"), "precious text, longer than a header");

            assertThat(studio.second("film", true, 0))
                    .containsExactly("failed: it is no FLV file", "stopped");
            assertThat(studio.file("film")).hasContent("precious text, longer than a header");
        }
    }

    @Test
    void aRecordingOfNothingLeavesTheFileAlone() throws Exception {
        try (Studio studio = new Studio(home, 0)) {
            studio.second("film", false, 0);
            assertThat(studio.new Take("film", false).cut()).containsExactly("started", "stopped");
            assertThat(studio.times("film")).hasSize(25);
            assertThat(studio.files()).containsExactly("film.flv");
        }
    }

    @Test
    void aUsedUpQuotaStopsTheRecordingAndKeepsWhatIsThere() throws Exception {
        try (Studio studio = new Studio(home, 100_000)) {
            Studio.Take take = studio.new Take("film", false);
            for (int i = 0; i < 40; i++) {
                take.frame(studio.video(40 * i, true, 5_000));
            }
            assertThat(take.cut())
                    .containsExactly(
                            "started", "failed: the application's quota is used up", "stopped");
            assertThat(studio.times("film")).hasSizeBetween(15, 20).isSorted();
            assertThat(studio.files()).containsExactly("film.flv");
            assertThat(Files.size(studio.file("film"))).isLessThan(100_000);
        }
    }

    @Test
    void whatTheDiskIsToKeepFreeIsNotTaken() throws Exception {
        try (Studio studio = new Studio(home, 0, Long.MAX_VALUE / 2)) {
            assertThat(studio.second("film", false, 0))
                    .containsExactly("failed: the disk is full", "stopped");
            assertThat(studio.file("film")).doesNotExist();
        }
        long free = Files.getFileStore(home).getUsableSpace();
        try (Studio studio = new Studio(home, 0, free / 2)) {
            assertThat(studio.second("film", false, 0)).containsExactly("started", "stopped");
        }
    }

    @Test
    void timesGoOnWhenThePublishersClockWrapsAndStartsAgain() throws Exception {
        try (Studio studio = new Studio(home, 0)) {
            Studio.Take take = studio.new Take("film", false);
            take.frame(studio.video(-20, true, 100));
            take.frame(studio.video(20, false, 100));
            take.frame(studio.video(20_000_000, false, 100));
            take.frame(studio.video(60, true, 100));
            take.frame(studio.video(100, false, 100));
            take.cut();
            assertThat(studio.times("film"))
                    .containsExactly(0, 40, 20_000_020, 20_000_020, 20_000_060);
        }
    }

    @Test
    void aLinkThatLeadsOutIsNotFollowed() throws Exception {
        Path outside = Files.createDirectories(home.resolve("outside"));
        try (Studio studio = new Studio(home.resolve("media"), 0)) {
            Files.createDirectories(studio.folder);
            Files.createSymbolicLink(studio.folder.resolve("door"), outside);
            assertThat(studio.second("door/film", false, 0))
                    .containsExactly("failed: a link or file is in the way of a folder", "stopped");

            Path victim = Files.writeString(outside.resolve("victim.flv"), "FLV\1 and so on");
            Files.createSymbolicLink(studio.file("film"), victim);
            assertThat(studio.second("film", true, 0))
                    .containsExactly("failed: a link leads out of the folder", "stopped");
            studio.second("film", false, 0);
            assertThat(victim).as("replaced is the link").hasContent("FLV\1 and so on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "..",
                "../film",
                "a/../../film",
                "/etc/passwd",
                "a//b",
                "a/./b",
                ".hidden",
                "a/.b",
                "C:film",
                "a\\b",
                "film\u0000",
                "film\n",
                "film.",
                " ",
                "a*",
                "streams/film",
                "a/sharedobjects",
                "a/b/c/d/e/f/g/h/i",
                "mp4:film",
                "flv:../film",
                "\ud800",
                ".flv"
            })
    void hostileNamesAreNoFiles(String name) {
        try (Studio studio = new Studio(home, 0)) {
            assertThat(studio.media.mayRecord(name)).isFalse();
            assertThat(studio.media.mayRecord("x".repeat(201))).isFalse();
        }
    }

    @Test
    void prefixAndEndingMeanTheSameFile() {
        assertThat(List.of("film", "flv:film", "film.flv", "flv:film.FLV"))
                .allMatch(name -> AppMedia.file(name).orElseThrow().equals("film.flv"));
        assertThat(AppMedia.file("Fêtes/é 1")).isPresent();
    }
}
