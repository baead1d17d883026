package io.cumulonimbus.cli;

import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.StreamPublisher;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** A thread that sends a film to all publishers of a load at the speed of its timestamps. */
final class LoadFeed implements AutoCloseable {
    /** A stream with more than this unacknowledged misses messages, which is counted. */
    private static final long MAX_QUEUED = 1 << 20;

    private static final long STOP_MS = 2_000;

    private final LoadFilm film;
    private final List<StreamPublisher> publishers;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLongArray sequences = new AtomicLongArray(MediaKind.values().length);
    private final AtomicLong unsent = new AtomicLong();
    private final Thread thread = new Thread(this::run, "feed");
    private volatile boolean over;

    LoadFeed(LoadFilm film, List<StreamPublisher> publishers) {
        this.film = film;
        this.publishers = List.copyOf(publishers);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Messages written so far, over all streams. */
    long written() {
        return written.get();
    }

    /** Messages that a stream would not take or that found too much queued. */
    long refused() {
        return refused.get();
    }

    /** The number of the next stamp of each kind. */
    long[] sequences() {
        long[] next = new long[sequences.length()];
        Arrays.setAll(next, sequences::get);
        return next;
    }

    /** Stamped messages among those that were refused. */
    long unsent() {
        return unsent.get();
    }

    private void run() {
        long beganNs = System.nanoTime();
        try {
            for (long lap = 0; !over; lap++) {
                for (FlvTag tag : film.tags()) {
                    long atMs = lap * film.lapMs() + Integer.toUnsignedLong(tag.timestamp());
                    if (!awaitUntil(beganNs + atMs * 1_000_000)) {
                        return;
                    }
                    send(tag, atMs);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitUntil(long dueNs) throws InterruptedException {
        for (long left = dueNs - System.nanoTime(); left > 0 && !over; ) {
            java.util.concurrent.TimeUnit.NANOSECONDS.sleep(left);
            left = dueNs - System.nanoTime();
        }
        return !over;
    }

    private void send(FlvTag tag, long atMs) {
        MediaKind kind =
                switch (tag.type()) {
                    case FlvTag.AUDIO -> MediaKind.AUDIO;
                    case FlvTag.VIDEO -> MediaKind.VIDEO;
                    default -> MediaKind.DATA;
                };
        byte[] payload = tag.data();
        if (kind != MediaKind.DATA && !LoadFilm.isCodecHeader(tag)) {
            payload = stamped(kind, payload);
        }
        for (StreamPublisher publisher : publishers) {
            boolean taken =
                    publisher.queuedBytes() <= MAX_QUEUED
                            && publisher.write(kind, atMs & 0xffff_ffffL, payload);
            (taken ? written : refused).incrementAndGet();
            unsent.addAndGet(taken || payload == tag.data() ? 0 : 1);
        }
    }

    private byte[] stamped(MediaKind kind, byte[] payload) {
        long sequence = sequences.getAndIncrement(kind.ordinal());
        return new Stamp(sequence, System.nanoTime()).behind(payload);
    }

    /** Sends no more. */
    @Override
    public void close() {
        over = true;
        thread.interrupt();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
