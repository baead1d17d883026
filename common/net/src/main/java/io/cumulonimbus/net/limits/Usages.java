package io.cumulonimbus.net.limits;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What each address has, or each account; whoever has nothing is forgotten. Numbers stand for them.
 * Any thread.
 */
final class Usages {
    private static final int SWEPT_FROM = 1024;

    private final Quota quota;
    private final LongSupplier clockNs;
    private final Map<Long, Usage> all = new ConcurrentHashMap<>();
    private final Elsewhere elsewhere = new Elsewhere();
    private final AtomicInteger sweepAt = new AtomicInteger(SWEPT_FROM);

    Usages(Quota quota, LongSupplier clockNs) {
        this.quota = quota;
        this.clockNs = clockNs;
    }

    Quota quota() {
        return quota;
    }

    /** Has a connection counted; nothing when that is one too many, unless it has to be. */
    Optional<Usage> enter(long key, boolean must) {
        AtomicBoolean entered = new AtomicBoolean();
        Usage usage =
                all.compute(
                        key,
                        (k, known) -> {
                            Usage present = known == null ? fresh(key) : known;
                            entered.set(present.enter(must));
                            return present;
                        });
        sweep();
        return entered.get() ? Optional.of(usage) : Optional.empty();
    }

    /** It has one connection less. */
    void leave(long key) {
        all.computeIfPresent(
                key,
                (k, usage) -> {
                    usage.leave();
                    return usage.isNothing(clockNs.getAsLong()) ? null : usage;
                });
    }

    /** Has a handshake counted, unless that is one too many. */
    boolean shakesHands(long key) {
        AtomicBoolean may = new AtomicBoolean();
        all.compute(
                key,
                (k, known) -> {
                    Usage present = known == null ? fresh(key) : known;
                    may.set(present.handshakes().take(clockNs.getAsLong()));
                    return present;
                });
        sweep();
        return may.get();
    }

    private Usage fresh(long key) {
        return new Usage(quota, key, elsewhere, clockNs.getAsLong());
    }

    /** Forgets who is gone, whenever there are twice as many as were left the last time. */
    private void sweep() {
        int due = sweepAt.get();
        if (all.size() > due && sweepAt.compareAndSet(due, Integer.MAX_VALUE)) {
            all.keySet().forEach(this::forgetIfNothing);
            sweepAt.set(Math.max(SWEPT_FROM, 2 * all.size()));
        }
    }

    private void forgetIfNothing(Long key) {
        all.computeIfPresent(key, (k, u) -> u.isNothing(clockNs.getAsLong()) ? null : u);
    }

    /** Who has much of what all may have at so many servers together, {@link LimitReport#MOST}. */
    Map<Long, Having> much(int servers) {
        Map<Long, Having> much = new HashMap<>();
        if (!quota.isNothing()) {
            all.forEach(
                    (key, usage) -> {
                        Having had = usage.takeHad();
                        if (much.size() < LimitReport.MOST && had.matters(quota, servers)) {
                            much.put(key, had);
                        }
                    });
        }
        return much;
    }

    /** Another server has told who has much there. */
    void told(String server, Map<Long, Having> much) {
        elsewhere.told(server, much);
        long nowNs = clockNs.getAsLong();
        much.forEach(
                (key, had) -> {
                    Usage usage = all.get(key);
                    if (usage != null) {
                        usage.charge(had, nowNs);
                    }
                });
    }

    /** How many are known. */
    int size() {
        return all.size();
    }
}
