package io.cumulonimbus.rtmfp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.chunk.Range;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SequenceSetTest {
    private static List<Range> rangesOf(BitSet model, int above) {
        List<Range> ranges = new ArrayList<>();
        int from = model.nextSetBit(above);
        while (from >= 0) {
            int to = model.nextClearBit(from);
            ranges.add(new Range(from, to - 1L));
            from = model.nextSetBit(to);
        }
        return ranges;
    }

    @SeededTest(seeds = 100)
    void itIsASetOfNumbers(RandomGenerator random) {
        SequenceSet set = new SequenceSet(1000);
        BitSet model = new BitSet();
        model.set(0);
        for (int i = 0; i < 300; i++) {
            int number = random.nextInt(400);
            if (random.nextInt(20) == 0) {
                int last = Math.min(number, model.length() + 5);
                set.addThrough(last);
                model.set(0, last + 1);
            } else {
                assertThat(set.contains(number)).isEqualTo(model.get(number));
                assertThat(set.add(number)).isTrue();
                model.set(number);
            }
            int cumulative = model.nextClearBit(0) - 1;
            assertThat(set.cumulative()).isEqualTo(cumulative);
            assertThat(set.highest()).isEqualTo(model.length() - 1L);
            assertThat(set.ranges()).isEqualTo(rangesOf(model, cumulative + 1));
            assertThat(set.hasGaps()).isEqualTo(model.length() - 1 > cumulative);
        }
    }

    @Test
    void numbersAreUnsigned() {
        SequenceSet set = new SequenceSet(10);
        set.add(-1);
        set.add(Long.MAX_VALUE);
        set.add(Long.MIN_VALUE);
        assertThat(set.ranges())
                .containsExactly(new Range(Long.MAX_VALUE, Long.MIN_VALUE), new Range(-1, -1));
        assertThat(set.highest()).isEqualTo(-1);
        set.addThrough(-3);
        assertThat(set.cumulative()).isEqualTo(-3);
        assertThat(set.contains(-2)).isFalse();
        set.add(-2);
        assertThat(set.cumulative()).isEqualTo(-1);
        assertThat(set.hasGaps()).isFalse();
        assertThat(set.contains(-1)).isTrue();
        assertThat(set.add(-1)).isTrue();
    }

    @Test
    void oneRangeTooManyIsRefusedButHolesMayStillBeFilled() {
        SequenceSet set = new SequenceSet(3);
        assertThat(set.add(2)).isTrue();
        assertThat(set.add(4)).isTrue();
        assertThat(set.add(6)).isTrue();
        assertThat(set.add(8)).isFalse();
        assertThat(set.contains(8)).isFalse();
        assertThat(set.add(3)).isTrue();
        assertThat(set.add(8)).isTrue();
        assertThat(set.add(1)).isTrue();
        assertThat(set.cumulative()).isEqualTo(4);
    }
}
