package io.cumulonimbus.origin.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @TempDir Path folder;

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test
    void allThatIsRehearsedHappensAndNothingIsLeftBehind() throws Exception {
        Rehearsal rehearsal = Rehearsal.begin(folder);
        assertThat(rehearsal.await(Patience.LIMIT)).isTrue();
        assertThat(left()).isEmpty();
        Awaitility.await().atMost(Patience.LIMIT).until(() -> backstage() == 0);
    }

    @Test
    void whereNothingCanBeWrittenTheProgramGoesOnWithout() {
        Rehearsal rehearsal = Rehearsal.begin(folder.resolve("missing/folder"));
        assertThat(rehearsal.await(Patience.LIMIT)).isFalse();
    }

    @Test
    void nobodyWaitsForItLongerThanWished() {
        Rehearsal rehearsal = Rehearsal.begin(folder);
        assertThat(rehearsal.await(Duration.ZERO)).isFalse();
        assertThat(rehearsal.await(Patience.LIMIT)).isTrue();
    }

    /** Loops, which its origins and links had; those of the system live on. */
    private static long backstage() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null)
                .filter(thread -> thread.getThreadGroup().getName().equals("backstage"))
                .filter(thread -> thread.getName().matches("(client|hub|rehearsal)-.*"))
                .count();
    }
}
