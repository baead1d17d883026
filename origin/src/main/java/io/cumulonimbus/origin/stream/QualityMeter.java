package io.cumulonimbus.origin.stream;

import io.cumulonimbus.origin.app.StreamQuality;
import io.cumulonimbus.stream.Qos;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How one kind of media fared over the last five seconds (cumulus.md §4.6): written where the media
 * passes, read anywhere. Looks at the clock at every eighth message only.
 */
final class QualityMeter {
    private static final long WINDOW_NS = 5_000_000_000L;
    private static final long STEP_NS = 200_000_000L;
    private static final int EVERY = 8;

    /** What one packet of a session carries, about. */
    private static final long FRAGMENT_BYTES = 1200;

    private final Supplier<Qos> qos;
    private final LongSupplier clockNs;
    private final Delay delay;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private volatile StreamQuality quality = StreamQuality.UNKNOWN;
    private int messages;

    private record Sample(long atNs, long frames, long bytes, long lost, double delayMs) {
        long fragments() {
            return frames + bytes / FRAGMENT_BYTES;
        }
    }

    /**
     * @param qos the running totals
     * @param clockNs the loop's clock
     * @param delay how late the media is
     */
    QualityMeter(Supplier<Qos> qos, LongSupplier clockNs, Delay delay) {
        this.qos = qos;
        this.clockNs = clockNs;
        this.delay = delay;
    }

    /** One more message passed, or did not. */
    void passed() {
        if (messages++ % EVERY == 0) {
            measure(clockNs.getAsLong());
        }
    }

    /** Measures now, unless it was done a moment ago. On the loop. */
    void measure() {
        measure(clockNs.getAsLong());
    }

    private void measure(long nowNs) {
        if (!samples.isEmpty() && nowNs - samples.getLast().atNs < STEP_NS) {
            return;
        }
        Qos now = qos.get();
        long lost = now.lost() + now.abandoned();
        Sample newest = new Sample(nowNs, now.frames(), now.bytes(), lost, delay.ms(nowNs));
        samples.addLast(newest);
        while (samples.size() > 2 && nowNs - samples.getFirst().atNs > WINDOW_NS) {
            samples.removeFirst();
        }
        quality = between(samples.getFirst(), newest, now.dropped());
    }

    private static StreamQuality between(Sample from, Sample to, long dropped) {
        double seconds = (to.atNs - from.atNs) / 1e9;
        if (seconds <= 0) {
            return new StreamQuality(0, 0, 0, to.delayMs, dropped);
        }
        double lost = to.lost - from.lost;
        double received = to.fragments() - from.fragments();
        double lostRate = lost == 0 ? 0 : lost / (lost + received);
        double byteRate = (to.bytes - from.bytes) / seconds;
        double later = (to.delayMs - from.delayMs) / (seconds * 1000);
        double congestion = Math.clamp(later + lostRate, -1, 1);
        return new StreamQuality(lostRate, byteRate, congestion, to.delayMs, dropped);
    }

    /** As last measured. Any thread. */
    StreamQuality quality() {
        return quality;
    }
}
