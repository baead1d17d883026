package io.cumulonimbus.admin;

import io.cumulonimbus.client.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;

/** Histograms in the words of Prometheus. */
final class Histograms {
    private static final double SECOND_NS = 1e9;

    private Histograms() {}

    static HistogramSnapshot snapshot(String name, String description, Histogram counted) {
        return HistogramSnapshot.builder()
                .name(name)
                .help(description)
                .dataPoint(point(counted, Labels.EMPTY))
                .build();
    }

    /** Several that a label tells apart. */
    static HistogramSnapshot snapshot(
            String name, String description, String label, Map<String, Histogram> counted) {
        HistogramSnapshot.Builder all = HistogramSnapshot.builder().name(name).help(description);
        counted.forEach((value, times) -> all.dataPoint(point(times, Labels.of(label, value))));
        return all.build();
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot point(
            Histogram counted, Labels labels) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < Histogram.buckets(); i++) {
            long bound = Histogram.bound(i);
            buckets.bucket(
                    bound == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : bound / SECOND_NS,
                    counted.in(i));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(counted.sumNs() / SECOND_NS)
                .labels(labels)
                .build();
    }

    /** The sum of several. */
    static Histogram sum(List<Histogram> parts) {
        Histogram all = new Histogram();
        parts.forEach(all::plus);
        return all;
    }
}
