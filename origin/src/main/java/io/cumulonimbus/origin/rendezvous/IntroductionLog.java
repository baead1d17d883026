package io.cumulonimbus.origin.rendezvous;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
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
        if (news && outcome.isRemarkable() && LOG.isInfoEnabled()) {
            say(outcome, asker, wanted, nowNs);
        } else if (LOG.isDebugEnabled()) {
            LOG.debug("{} asked for {}: {}", asker, wanted, outcome.reason());
        }
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
