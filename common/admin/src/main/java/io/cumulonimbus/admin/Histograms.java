package io.cumulonimbus.admin;

import io.cumulonimbus.client.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.util.List;

/** Histograms in the words of Prometheus. */
final class Histograms {
    private static final double SECOND_NS = 1e9;

    private Histograms() {}

    static HistogramSnapshot snapshot(String name, String description, Histogram counted) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < Histogram.buckets(); i++) {
            long bound = Histogram.bound(i);
            buckets.bucket(
                    bound == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : bound / SECOND_NS,
                    counted.in(i));
        }
        return HistogramSnapshot.builder()
                .name(name)
                .help(description)
                .dataPoint(
                        HistogramSnapshot.HistogramDataPointSnapshot.builder()
                                .classicHistogramBuckets(buckets.build())
                                .sum(counted.sumNs() / SECOND_NS)
                                .build())
                .build();
    }

    /** The sum of several. */
    static Histogram sum(List<Histogram> parts) {
        Histogram all = new Histogram();
        parts.forEach(all::plus);
        return all;
    }
}
