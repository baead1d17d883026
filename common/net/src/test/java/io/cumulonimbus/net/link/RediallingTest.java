package io.cumulonimbus.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How long an edge waits before it dials again. */
class RediallingTest {
    private final Redialling redialling = new Redialling(3, new SplittableRandom(7));

    @Test
    void whileClientsWaitEachOriginIsTriedOnceWithoutWaitingAndThenOften() {
        redialling.linked();
        for (int i = 0; i < 3; i++) {
            assertThat(redialling.next(true)).isZero();
        }
        long waited = 0;
        for (int i = 0; i < 50; i++) {
            long wait = redialling.next(true);
            assertThat(wait).isBetween(50_000_000L, 100_000_000L);
            waited += wait;
        }
        assertThat(waited).isGreaterThan(2_500_000_000L);
        for (int i = 0; i < 20; i++) {
            assertThat(redialling.next(true)).isBetween(100_000_000L, 400_000_000L);
        }
        redialling.linked();
        assertThat(redialling.next(true)).isZero();
    }

    @Test
    void whenNobodyWaitsThereIsTime() {
        redialling.linked();
        long longest = 0;
        for (int i = 0; i < 20; i++) {
            long wait = redialling.next(false);
            assertThat(wait).isBetween(100_000_000L, 2_000_000_000L);
            longest = Math.max(longest, wait);
        }
        assertThat(longest).isGreaterThan(1_000_000_000L);
        assertThat(redialling.next(true)).as("somebody came").isZero();
    }

    @Test
    void whoeverWasNeverLinkedIsNotInAHurry() {
        assertThat(redialling.next(true)).isPositive();
    }
}
