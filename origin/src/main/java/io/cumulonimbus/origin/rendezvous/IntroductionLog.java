package io.cumulonimbus.origin.rendezvous;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what became of introductions on all loops, and now and then says why one could not work.
 * Any thread.
 */
final class IntroductionLog {
    private static final Logger LOG = LoggerFactory.getLogger(IntroductionLog.class);
    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final int NEXT = 0;
    private static final int WITHHELD = 1;

    /** As many of the latest are kept. */
    private static final int KEPT = 100;

    private final AtomicReferenceArray<RecentIntroduction> kept = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLongArray counts = new AtomicLongArray(IntroductionOutcome.values().length);
    private final AtomicLongArray sparse = new AtomicLongArray(2);

    /**
     * @param news whether this is the first to be said of the introduction
     */
    void count(
            IntroductionOutcome outcome,
            InetSocketAddress asker,
            PeerId wanted,
            boolean news,
            long nowNs) {
        counts.incrementAndGet(outcome.ordinal());
        if (news || !outcome.isRemarkable()) {
            keep(outcome, asker, wanted);
        }
        if (news && outcome.isRemarkable() && LOG.isInfoEnabled()) {
            say(outcome, asker, wanted, nowNs);
        } else if (LOG.isDebugEnabled()) {
            LOG.debug("{} asked for {}: {}", asker, wanted, outcome.reason());
        }
    }

    /** Who asks again, and has the same answer, is one with what it asked before. */
    private void keep(IntroductionOutcome outcome, InetSocketAddress asker, PeerId wanted) {
        long last = numbers.get();
        RecentIntroduction before = kept.get((int) (last % KEPT));
        boolean again =
                before != null
                        && before.outcome() == outcome
                        && before.asker().equals(asker)
                        && before.wanted().equals(wanted.toString());
        long number = again ? last : numbers.incrementAndGet();
        long timeMs = System.currentTimeMillis();
        kept.set(
                (int) (number % KEPT),
                new RecentIntroduction(number, timeMs, asker, wanted.toString(), outcome));
    }

    /** The latest, the last one first. */
    List<RecentIntroduction> latest() {
        return IntStream.range(0, KEPT)
                .mapToObj(kept::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(RecentIntroduction::number).reversed())
                .toList();
    }

    /** A line a second at most: anybody can cause it. */
    private void say(
            IntroductionOutcome outcome, InetSocketAddress asker, PeerId wanted, long nowNs) {
        long next = sparse.get(NEXT);
        boolean due = next == 0 || nowNs - next >= 0;
        if (!due || !sparse.compareAndSet(NEXT, next, nowNs + INTERVAL_NS)) {
            sparse.incrementAndGet(WITHHELD);
            return;
        }
        long others = sparse.getAndSet(WITHHELD, 0);
        LOG.info(
                "{} cannot be introduced to {}: {}{}",
                asker,
                wanted,
                outcome.reason(),
                others == 0 ? "" : " (and " + others + " more such cases)");
    }

    Map<IntroductionOutcome, Long> counts() {
        Map<IntroductionOutcome, Long> answer = new EnumMap<>(IntroductionOutcome.class);
        for (IntroductionOutcome outcome : IntroductionOutcome.values()) {
            answer.put(outcome, counts.get(outcome.ordinal()));
        }
        return answer;
    }
}
