package io.cumulonimbus.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code scripts/simulate} runs, in small. */
class SimulateTest {
    @Test
    void worldsSideBySideDoNotDisturbEachOther() {
        assertThat(Simulate.run(100_000, 40, 2, false)).isZero();
    }
}
