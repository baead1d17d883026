package io.cumulonimbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void timesAreCountedAtTheLeastBoundThatHoldsThem() {
        Histogram histogram = new Histogram();
        histogram.count(10_000);
        histogram.count(10_001);
        histogram.count(-5);
        histogram.count(60_000_000_000L);
        assertThat(histogram.in(0)).isEqualTo(2);
        assertThat(histogram.in(1)).isEqualTo(1);
        assertThat(histogram.in(Histogram.buckets() - 1)).isEqualTo(1);
        assertThat(histogram.total()).isEqualTo(4);
        assertThat(histogram.sumNs()).isEqualTo(60_000_020_001L);
    }

    @Test
    void boundsGrowAndTheLastIsNone() {
        for (int i = 1; i < Histogram.buckets(); i++) {
            assertThat(Histogram.bound(i)).isGreaterThan(Histogram.bound(i - 1));
        }
        assertThat(Histogram.bound(Histogram.buckets() - 1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sumsLeaveTheirPartsAlone() {
        Histogram one = new Histogram();
        one.count(5);
        Histogram other = one.copy();
        other.count(7);
        assertThat(other.plus(one).total()).isEqualTo(3);
        assertThat(one.total()).isEqualTo(1);
    }
}
