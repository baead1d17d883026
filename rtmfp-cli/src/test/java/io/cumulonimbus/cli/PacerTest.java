package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the messages of a film are due. */
class PacerTest {
    private static final long MS = 1_000_000;

    private final Pacer pacer = new Pacer();

    @Test
    void theFirstMessageIsDueAtOnceWhateverItsTimestamp() {
        assertThat(pacer.untilDueNs(123_456, 10 * MS)).isZero();
        assertThat(pacer.untilDueNs(123_496, 10 * MS)).isEqualTo(40 * MS);
    }

    @Test
    void whoIsLateIsNotHeldBack() {
        pacer.untilDueNs(0, 0);
        assertThat(pacer.untilDueNs(100, 150 * MS)).isZero();
        assertThat(pacer.untilDueNs(200, 150 * MS)).isEqualTo(50 * MS);
    }

    @Test
    void smallStepsBackAreKeptInPlace() {
        pacer.untilDueNs(0, 0);
        pacer.untilDueNs(40, 0);
        assertThat(pacer.untilDueNs(23, 0)).isEqualTo(23 * MS);
    }

    @Test
    void aJumpIsANewBeginning() {
        pacer.untilDueNs(0, 0);
        assertThat(pacer.untilDueNs(3_600_000, 5 * MS)).isZero();
        assertThat(pacer.untilDueNs(3_600_040, 5 * MS)).isEqualTo(40 * MS);
        assertThat(pacer.untilDueNs(0, 45 * MS)).isZero();
    }
}
