package io.cumulonimbus.origin.rendezvous;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Which connection has which peer id, whatever loop it is on: one at a time each (RFC 7425 §4.3.7).
 * Any thread; nobody waits.
 */
final class IdentityProxy {
    /** Bounded by the sessions that there may be. */
    private final ConcurrentMap<PeerId, IdentityClaim> holders = new ConcurrentHashMap<>();

    private volatile Optional<DistantIdentities> others = Optional.empty();
    private final LongAdder overridden = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** Who has the id: the claim itself when nobody had it before. */
    IdentityClaim take(IdentityClaim claim) {
        IdentityClaim holder = holders.putIfAbsent(claim.id(), claim);
        return holder == null ? claim : holder;
    }

    /** Who has the id here. */
    Optional<IdentityClaim> holder(PeerId id) {
        return Optional.ofNullable(holders.get(id));
    }

    /** There are other origins, which have to be asked. */
    void join(DistantIdentities cluster) {
        others = Optional.of(cluster);
    }

    boolean isShared() {
        return others.isPresent();
    }

    /** Answers, once, at once or on any thread, whether no other origin has the id. */
    void askOthers(IdentityClaim claim, Consumer<Boolean> free) {
        others.ifPresentOrElse(cluster -> cluster.ask(claim, free), () -> free.accept(true));
    }

    /** Passes the id on; answers false when the first does not have it. */
    boolean pass(IdentityClaim from, IdentityClaim to) {
        return holders.replace(from.id(), from, to);
    }

    /** Gives the id back, if the claim has it. */
    void free(IdentityClaim claim) {
        holders.remove(claim.id(), claim);
    }

    void countOverridden() {
        overridden.increment();
    }

    void countRefused() {
        refused.increment();
    }

    IdentityStatistics statistics() {
        return new IdentityStatistics(holders.size(), overridden.sum(), refused.sum());
    }
}
