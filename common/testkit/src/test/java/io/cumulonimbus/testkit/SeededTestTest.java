package io.cumulonimbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Seeded tests run once per seed and say how to replay. */
class SeededTestTest {
    private static final List<Long> SEEN = new ArrayList<>();

    @SeededTest(seeds = 3)
    void eachSeedRunsOnce(long seed, RandomGenerator random, SimWorld world) {
        SEEN.add(seed);
        assertThat(random.nextLong()).isNotEqualTo(world.random().nextLong());
    }

    @AfterAll
    static void threeSeedsRan() {
        Assumptions.assumeTrue(
                Long.getLong("sim.seed") == null && Long.getLong("sim.seeds") == null);
        assertThat(SEEN).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aFailureSaysHowToReplayIt() {
        TestExecutionExceptionHandler run = new Seeds.Seed(8213);
        assertThatThrownBy(
                        () ->
                                run.handleTestExecutionException(
                                        null, new AssertionError("what went wrong")))
                .hasMessageContaining("what went wrong")
                .hasMessageContaining("replay with -Dsim.seed=8213");
    }
}
