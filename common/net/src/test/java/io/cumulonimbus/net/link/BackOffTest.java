package io.cumulonimbus.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackOffTest {
    @Test
    void waitsDoubleUpToABoundAndDiffer() {
        BackOff one = new BackOff(100, 1000, new SplittableRandom(1));
        BackOff other = new BackOff(100, 1000, new SplittableRandom(2));
        long[] most = {100, 200, 400, 800, 1000, 1000};
        boolean differ = false;
        for (long bound : most) {
            long wait = one.next();
            assertThat(wait).isBetween(bound / 2, bound);
            differ |= wait != other.next();
        }

        assertThat(differ).isTrue();
        one.reset();
        assertThat(one.next()).isBetween(50L, 100L);
    }
}
