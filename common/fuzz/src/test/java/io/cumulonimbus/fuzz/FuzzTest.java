package io.cumulonimbus.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/fuzz} runs, 100,000 cases of it in each build. */
class FuzzTest {
    private static final long CASES = 100_000;

    @TempDir private Path failures;

    @Test
    void spoiledInputBreaksNothing() {
        assertThat(Fuzz.run(Targets.all(), CASES, 0, 2, failures, System.out)).isZero();
    }

    @Test
    void anInputThatFailsIsKeptWithTheCommandThatShowsItAgain() {
        Target picky =
                new PlainTarget(
                        "picky",
                        () -> List.of(new byte[] {1, 2, 3}),
                        input -> Require.that(input.length < 3, "too long"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int failed = Fuzz.run(List.of(picky), 100, 0, 1, failures, new PrintStream(out));

        assertThat(failed).isPositive();
        assertThat(failures).isDirectoryContaining("glob:**picky-*.bin");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("too long", "see it again with: scripts/fuzz --from ");
    }

    @Test
    void aGreedyParserIsFoundOut() {
        byte[][] kept = new byte[1][];
        Target greedy =
                new PlainTarget(
                        "greedy",
                        () -> List.of(new byte[] {1}),
                        input -> kept[0] = new byte[(1 << 20) + input.length]);

        // Not to the build's own output, where a failure is looked for by its word.
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(Fuzz.run(List.of(greedy), 10, 0, 1, failures, new PrintStream(out)))
                .isPositive();
        assertThat(kept[0].length).isGreaterThanOrEqualTo(1 << 20);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("bytes allocated for");
    }
}
