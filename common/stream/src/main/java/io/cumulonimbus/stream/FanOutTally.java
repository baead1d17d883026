package io.cumulonimbus.stream;

import io.cumulonimbus.client.Histogram;
import java.util.stream.Stream;

/** Keeps what fan-outs counted that are over. Owned by one loop. */
public final class FanOutTally {
    private final Qos qos = new Qos();
    private final Histogram ages = new Histogram();

    /** A fan-out is over; once for each. */
    public void over(FanOut fanOut) {
        qos.plus(fanOut.qos());
        ages.plus(fanOut.ages());
    }

    /** All of it, with those that go on. */
    public ViewerFigures with(Stream<FanOut> current) {
        long[] counts = new long[2];
        Qos allQos = qos.copy();
        Histogram allAges = ages.copy();
        current.forEach(
                fanOut -> {
                    counts[0]++;
                    counts[1] += fanOut.size();
                    allQos.plus(fanOut.qos());
                    allAges.plus(fanOut.ages());
                });
        return new ViewerFigures(counts[0], counts[1], allQos, allAges);
    }
}
