package io.cumulonimbus.origin.rehearsal;

import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.launch.Backstage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays what clients will ask for, on threads and ports of its own, before they come: a new Java
 * program takes a second for its first client, which is what everybody would wait for when the home
 * of an application moves here. Any thread.
 */
public final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** The second time finds everything loaded, the third the most used of it translated. */
    private static final int TIMES = 3;

    private static final int ATTEMPTS = TIMES + 2;

    private static final String SCRIPT =
            """
            function onConnection(client, response, ...)
                function client:echo(text, number)
                    return text, number
                end
            end
            function onDisconnection(client) end
            function onPublish(client, publication) end
            function onUnpublish(client, publication) end
            function onSubscribe(client, listener) end
            function onUnsubscribe(client, listener) end
            """;

    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final Path folder;

    private Rehearsal(Path folder) {
        this.folder = folder;
    }

    /** Begins; whatever goes wrong with it is no trouble of anybody's. */
    public static Rehearsal begin() {
        return begin(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * The same with its files elsewhere.
     *
     * @param folder what it makes there is gone at its end
     */
    static Rehearsal begin(Path folder) {
        Rehearsal rehearsal = new Rehearsal(folder);
        Backstage.thread("rehearsal", rehearsal::run).start();
        return rehearsal;
    }

    /**
     * Waits for its end, {@code most} at the longest; answers whether all of it was played. Not for
     * loops.
     */
    public boolean await(Duration most) {
        return done.copy().completeOnTimeout(false, most.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private void run() {
        int played = 0;
        try {
            for (int i = 0; i < ATTEMPTS && played < TIMES; i++) {
                played += plays() ? 1 : 0;
            }
        } catch (IOException | StartException | RuntimeException e) {
            LOG.debug("Not rehearsed", e);
        } finally {
            done.complete(played == TIMES);
        }
    }

    /** Answers whether it came to its end: a machine may stand still for longer than links wait. */
    private boolean plays() throws IOException, StartException {
        try {
            play();
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void play() throws IOException, StartException, TimeoutException {
        Path home = Files.createTempDirectory(folder, "cumulonimbus-rehearsal");
        try {
            Path scripts = Files.createDirectories(home.resolve("www").resolve(Stage.APPLICATION));
            Files.writeString(scripts.resolve("main.lua"), SCRIPT);
            try (Stage stage = new Stage(home)) {
                stage.play();
            }
        } finally {
            delete(home);
        }
    }

    private static void delete(Path home) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(home)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : all) {
            Files.deleteIfExists(one);
        }
    }
}
