package io.cumulonimbus.cli;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * What all streams of a load run received while it measured. Added to on the loops, read by the
 * command.
 */
final class LoadTally {
    private static final long MAX_LATENCY_US = 60_000_000L;
    private static final int DIGITS = 3;

    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder missing = new LongAdder();
    private final LongAdder lostFragments = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Recorder latencyUs = new Recorder(MAX_LATENCY_US, DIGITS);
    private final LongAdder delivered = new LongAdder();
    private final Map<MediaKind, LongAdder> begun = new EnumMap<>(MediaKind.class);
    private volatile boolean measuring;
    private volatile long[] from = {};
    private volatile long[] until = {};
    private final LoadSilences silences;

    LoadTally(LoadSilences silences) {
        this.silences = silences;
        for (MediaKind kind : MediaKind.values()) {
            begun.put(kind, new LongAdder());
        }
    }

    /** Streams that have had something stamped of each of these kinds, measuring or not. */
    long begun(Set<MediaKind> kinds) {
        return kinds.stream().mapToLong(kind -> begun.get(kind).sum()).min().orElse(Long.MAX_VALUE);
    }

    /** From now on what arrives counts, or no longer. */
    void measure(boolean on) {
        measuring = on;
    }

    /** Stamps of these numbers and above, of each kind, are to be delivered to every stream. */
    void expectFrom(long[] numbers) {
        from = numbers.clone();
    }

    /** Those of these numbers and above no longer. */
    void expectUntil(long[] numbers) {
        until = numbers.clone();
    }

    /** Messages that were to be delivered and were, over all streams, measuring or not. */
    long delivered() {
        return delivered.sum();
    }

    private boolean isExpected(int kind, long sequence) {
        long[] least = from;
        long[] end = until;
        return kind < least.length
                && sequence >= least[kind]
                && (end.length == 0 || sequence < end[kind]);
    }

    /** A listener for one more stream. */
    StreamListener stream() {
        return new OneStream();
    }

    long messages() {
        return messages.sum();
    }

    /** Bytes of payload. */
    long bytes() {
        return bytes.sum();
    }

    /** Stamped messages that a stream should have had between two that it had. */
    long missing() {
        return missing.sum();
    }

    /** Fragments that the server gave up. */
    long lostFragments() {
        return lostFragments.sum();
    }

    /** Streams that ended while it was measured. */
    long ended() {
        return ended.sum();
    }

    /** Errors that the server stated while it was measured. */
    long errors() {
        return errors.sum();
    }

    /** Latencies of stamped messages in microseconds; asking begins anew. */
    Histogram latencyUs() {
        return latencyUs.getIntervalHistogram();
    }

    /** Owned by its connection's loop. */
    private final class OneStream implements StreamListener {
        private final long[] expected = new long[MediaKind.values().length];
        private final LoadSilences.Ear ear = silences.ear();

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            boolean counts = measuring;
            if (counts) {
                messages.increment();
                bytes.add(payload.length());
            }
            Stamp.of(payload).ifPresent(stamp -> stamped(kind, stamp, counts));
        }

        private void stamped(MediaKind kind, Stamp stamp, boolean counts) {
            long gap = stamp.sequence() - expected[kind.ordinal()];
            if (gap < 0) { // sent again to late joiners: neither new nor timely
                return;
            }
            long nowNs = System.nanoTime();
            ear.heard(kind, nowNs);
            boolean first = expected[kind.ordinal()] == 0;
            expected[kind.ordinal()] = stamp.sequence() + 1;
            if (first) {
                begun.get(kind).increment();
            }
            if (isExpected(kind.ordinal(), stamp.sequence())) {
                delivered.increment();
            }
            if (counts) {
                missing.add(first ? 0 : gap);
                long us = (nowNs - stamp.sentNs()) / 1000;
                latencyUs.recordValue(Math.clamp(us, 0, MAX_LATENCY_US));
            }
        }

        @Override
        public void onLost(long fragments) {
            if (measuring) {
                lostFragments.add(fragments);
            }
        }

        @Override
        public void onStatus(Status status) {
            if (measuring && status.level().equals("error")) {
                errors.increment();
            }
        }

        @Override
        public void onClosed() {
            if (measuring) {
                ended.increment();
            }
        }
    }
}
