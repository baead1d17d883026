package io.cumulonimbus.rtmfp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The pseudocode of RFC 7016 §A.2, step by step. */
class CongestionWindowTest {
    private static final int SEGMENT = 1200;
    private static final long INITIAL = 4380;

    private final CongestionWindow window = new CongestionWindow(SEGMENT);

    private void acked(long outstanding, long bytes, boolean fast, boolean timeCritical) {
        window.packetBegins(outstanding, false);
        window.acknowledged(bytes);
        window.packetEnds(fast, timeCritical);
    }

    private void lost(long outstanding, boolean fast, boolean timeCritical) {
        window.packetBegins(outstanding, false);
        window.acknowledged(1000);
        window.negativelyAcknowledged();
        window.lost(true);
        window.packetEnds(fast, timeCritical);
    }

    /** Grows by slow start to at least so many bytes. */
    private void growTo(long bytes) {
        while (window.window() < bytes) {
            acked(window.window(), SEGMENT, true, false);
        }
    }

    @Test
    void slowStartGrowsByWhatWasAcknowledgedAndNotMoreThanASegment() {
        assertThat(window.window()).isEqualTo(INITIAL);
        acked(INITIAL, 1000, true, false);
        assertThat(window.window()).isEqualTo(INITIAL + 1000);
        acked(INITIAL + 1000, 5000, true, false);
        assertThat(window.window()).isEqualTo(INITIAL + 1000 + SEGMENT);
    }

    @Test
    void aWindowThatWasNotFullDoesNotGrow() {
        acked(INITIAL - 1, 1000, true, false);
        assertThat(window.window()).isEqualTo(INITIAL);
    }

    @Test
    void negativeAcknowledgementsStopGrowth() {
        window.packetBegins(INITIAL, false);
        window.acknowledged(1000);
        window.negativelyAcknowledged();
        window.packetEnds(true, false);
        assertThat(window.window()).isEqualTo(INITIAL);
    }

    @Test
    void lossHalvesAndLossAmongMuchOrTimeCriticalDataTakesAnEighth() {
        lost(40_000, true, false);
        assertThat(window.window()).isEqualTo(20_000);
        lost(40_000, true, true);
        assertThat(window.window()).isEqualTo(35_000);
        lost(80_000, true, false);
        assertThat(window.window()).isEqualTo(70_000);
        lost(80_000, false, false);
        assertThat(window.window()).isEqualTo(40_000);
        lost(100, true, false);
        assertThat(window.window()).isEqualTo(INITIAL);
    }

    @Test
    void beyondTheThresholdGrowthIsAdditive() {
        lost(32_000, true, false);
        assertThat(window.window()).isEqualTo(16_000);
        acked(16_000, 999, true, false);
        assertThat(window.window()).isEqualTo(16_000);
        acked(16_000, 1, true, false);
        assertThat(window.window()).as("48 bytes per sixteenth").isEqualTo(16_048);
        acked(16_048, 3009, true, false);
        assertThat(window.window()).isEqualTo(16_048 + 3 * 48);
    }

    @Test
    void restrainedGrowthIsHalfAndTimeCriticalSendersHaveASmallerCap() {
        lost(32_000, true, false);
        acked(16_000, 1000, false, false);
        assertThat(window.window()).isEqualTo(16_024);
        lost(160_000, true, true);
        assertThat(window.window()).isEqualTo(140_000);
        acked(140_000, 4800, false, true);
        assertThat(window.window()).isEqualTo(140_048);
        acked(140_048, 4800, false, false);
        assertThat(window.window()).isEqualTo(140_072);
    }

    @Test
    void slowStartOfTimeCriticalSendersIsAQuarterAndOfOthersUnderRestraintNone() {
        acked(INITIAL, 1001, false, true);
        assertThat(window.window()).isEqualTo(INITIAL + 251);
        long before = window.window();
        acked(before, 64, false, false);
        assertThat(window.window()).isLessThanOrEqualTo(before + 24);
    }

    @Test
    void aTimeoutGoesBackToOneSegmentOrToTheBeginningAndRemembersThreeQuarters() {
        growTo(100_000);
        long before = window.window();
        window.timedOut(true);
        assertThat(window.window()).isEqualTo(SEGMENT);
        acked(SEGMENT, SEGMENT, true, false);
        assertThat(window.window()).isEqualTo(INITIAL);
        growTo(before / 2);
        window.timedOut(false);
        assertThat(window.window()).isEqualTo(INITIAL);
    }

    @Test
    void itIsBoundedWhateverTheFarEndClaims() {
        for (int i = 0; i < 100_000; i++) {
            acked(window.window(), SEGMENT, true, false);
        }
        assertThat(window.window()).isEqualTo(16 << 20);
    }

    @Test
    void whatOneOverflowTookIsOneLossHoweverManyPacketsTellOfIt() {
        growTo(40_000);
        long before = window.window();
        lost(before, true, false);
        long after = window.window();
        assertThat(after).isEqualTo(before / 2);
        for (long outstanding = after; outstanding > 10_000; outstanding -= SEGMENT) {
            lostAgain(outstanding);
        }
        assertThat(window.window()).isEqualTo(after);
        lost(after, true, false);
        assertThat(window.window()).isEqualTo(after / 2);
    }

    @Test
    void manyLossesOfALargeWindowTakeNoMoreThanHalfOfIt() {
        growTo(200_000);
        long before = window.window();
        lost(before, true, false);
        assertThat(window.window()).isEqualTo(before * 7 / 8);
        for (long outstanding = before; outstanding > 10_000; outstanding -= SEGMENT) {
            lostAgain(outstanding);
        }
        assertThat(window.window()).isEqualTo(before / 2);
    }

    @Test
    void acknowledgementsThatArriveTogetherGrowTheWindowAsIfOneByOne() {
        for (long outstanding = INITIAL; outstanding > 0; outstanding -= 1000) {
            window.packetBegins(outstanding, true);
            window.acknowledged(1000);
            window.packetEnds(true, false);
        }
        assertThat(window.window()).isEqualTo(INITIAL + 5000);
    }

    private void lostAgain(long outstanding) {
        window.packetBegins(outstanding, false);
        window.acknowledged(SEGMENT);
        window.negativelyAcknowledged();
        window.lost(false);
        window.packetEnds(true, false);
    }
}
