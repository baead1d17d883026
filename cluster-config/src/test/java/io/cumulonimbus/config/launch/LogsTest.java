package io.cumulonimbus.config.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.LogLevel;
import io.cumulonimbus.config.LogsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the logs, and that there are no more than eleven of them. */
class LogsTest {
    private static final int MEGABYTE = 1_000_000;
    private static final int FILES = 11;

    private final PrintStream standardError = System.err;

    @TempDir Path folder;

    @BeforeEach
    void silence() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void restore() {
        Logs.end();
        System.setErr(standardError);
        Logs.begin();
    }

    @Test
    void row6ElevenFilesOfAMegabyteAreKept() throws Exception {
        Logs.configure(new LogsConfig(folder, "log"), true);
        Logger log = LoggerFactory.getLogger("filler");
        String text = "x".repeat(10_000);
        for (int written = 0; written < 14; written++) {
            long before = size(folder.resolve("log.0"));
            // A file is looked at now and then, and turned over when it was found to be full.
            for (int i = 0; i < 101; i++) {
                log.info("{} {}", written, text);
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                log.info("more");
                                return size(folder.resolve("log.0")) < Math.max(before, MEGABYTE);
                            });
        }
        List<String> names = IntStream.range(0, FILES).mapToObj(i -> "log." + i).sorted().toList();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()).sorted()).isEqualTo(names);
        }
        for (int i = 1; i < FILES; i++) {
            assertThat(size(folder.resolve("log." + i))).isBetween(1L * MEGABYTE, 2L * MEGABYTE);
        }
        assertThat(Files.readString(folder.resolve("log.10")).substring(0, 60))
                .matches("(?s)\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO .*");
    }

    @Test
    void whatHappensBackstageIsNotWrittenButItsFaultsAre() throws Exception {
        Logs.configure(new LogsConfig(folder, "log"), false);
        Logger log = LoggerFactory.getLogger("player");
        Thread player =
                Backstage.thread(
                        "player",
                        () -> {
                            Thread other = new Thread(() -> log.warn("in a thread of its own"));
                            other.start();
                            log.info("a client came");
                            log.error("a fault");
                            join(other);
                        });
        player.start();
        join(player);
        log.info("a real client came");
        Logs.end();
        assertThat(Files.readAllLines(folder.resolve("log.0")))
                .hasSize(2)
                .anyMatch(line -> line.endsWith("a fault"))
                .anyMatch(line -> line.endsWith("a real client came"));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLineOfJsonHasWhatWasLoggedByName() throws Exception {
        Logs.configure(new LogsConfig(folder, "log", LogLevel.INFO, LogsConfig.Format.JSON), false);
        LoggerFactory.getLogger("events")
                .atInfo()
                .addKeyValue("application", "a\"b")
                .log("connected\n\u001b[31mred\u2028");
        LoggerFactory.getLogger("events").warn("failed", new IllegalStateException("why"));
        Logs.setLevel(LogLevel.ERROR);
        LoggerFactory.getLogger("events").warn("not logged any more");
        List<String> lines = Files.readAllLines(folder.resolve("log.0"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches(
                        "\\{\"time\":\"[0-9-]+T[0-9:.]+Z\",\"level\":\"INFO\",\"thread\":\"[^\"]+\","
                                + "\"logger\":\"events\",\"message\":\".*\",\"application\":\".*\"}")
                .contains("connected\\n\\u001b[31mred\\u2028")
                .contains("\"application\":\"a\\\"b\"");
        assertThat(lines.get(1))
                .contains("\"exception\":\"")
                .contains("IllegalStateException: why");
    }

    @Test
    void whatIsLoggedByNameFollowsTheWords() throws Exception {
        Logs.configure(new LogsConfig(folder, "log"), false);
        LoggerFactory.getLogger("events").atInfo().addKeyValue("protocol", "rtmfp").log("opened");
        LoggerFactory.getLogger("events").info("opened");
        assertThat(Files.readString(folder.resolve("log.0")))
                .contains("opened protocol=rtmfp\n")
                .contains("opened\n");
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
