package io.cumulonimbus.cli;

import io.cumulonimbus.netclient.MediaKind;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The times during which players of a load got no new picture, or no new sound: what viewers notice
 * when something breaks. Added to on the loops, told by the command.
 */
final class LoadSilences {
    /** More at once are a server that is gone; the rest is counted. */
    private static final int MOST_UNTOLD = 100_000;

    private final long leastNs;
    private final AtomicInteger players = new AtomicInteger();
    private final Queue<Silence> untold = new ArrayBlockingQueue<>(MOST_UNTOLD);
    private final AtomicLong forgotten = new AtomicLong();

    private record Silence(int player, MediaKind kind, long fromMs, long untilMs) {}

    /**
     * @param leastMs shorter ones are nothing; 0 when nobody wants to know
     */
    LoadSilences(long leastMs) {
        leastNs = TimeUnit.MILLISECONDS.toNanos(leastMs);
    }

    boolean areWanted() {
        return leastNs > 0;
    }

    /** For one more player. */
    Ear ear() {
        return new Ear(players.getAndIncrement());
    }

    /** Tells those that are over since it was asked last. */
    void tell(Report report) {
        for (Silence one = untold.poll(); one != null; one = untold.poll()) {
            String kind = one.kind.name().toLowerCase(Locale.ROOT);
            long ms = one.untilMs - one.fromMs;
            report.event(
                    "silence",
                    String.format(Locale.ROOT, "%d: no %s for %,d ms", one.player, kind, ms),
                    Map.of(
                            "player", one.player,
                            "kind", kind,
                            "fromMs", one.fromMs,
                            "untilMs", one.untilMs));
        }
        long untoldOf = forgotten.getAndSet(0);
        if (untoldOf > 0) {
            report.event("forgotten", untoldOf + " more", Map.of("silences", untoldOf));
        }
    }

    /** What one player hears and sees. Owned by its connection's loop. */
    final class Ear {
        private final int player;
        private final long[] lastNs = new long[MediaKind.values().length];

        private Ear(int player) {
            this.player = player;
        }

        /** Something new came. */
        void heard(MediaKind kind, long nowNs) {
            long before = lastNs[kind.ordinal()];
            lastNs[kind.ordinal()] = nowNs;
            if (areWanted() && before != 0 && nowNs - before >= leastNs) {
                long nowMs = System.currentTimeMillis();
                long fromMs = nowMs - TimeUnit.NANOSECONDS.toMillis(nowNs - before);
                if (!untold.offer(new Silence(player, kind, fromMs, nowMs))) {
                    forgotten.incrementAndGet();
                }
            }
        }
    }
}
