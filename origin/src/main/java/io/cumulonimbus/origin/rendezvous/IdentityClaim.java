package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One connection's claim to its peer id (RFC 7425 §4.3.7). Owned by the client's loop.
 *
 * <p>The first one gets it. A later one that proves the id by its keys overrides it; one that may
 * have copied it gets it only when the one that has it gives no sign of life.
 */
public final class IdentityClaim {
    /** Longer than a challenged client has to answer, and the way over a link and back. */
    static final long PATIENCE_NS = 6_000_000_000L;

    private enum State {
        WAITING,
        HELD,
        OVER
    }

    private final IdentityProxy identities;
    private final Place home;
    private final Claimant claimant;
    private final Consumer<Boolean> outcome;
    private volatile long heldNs;
    private State state = State.WAITING;
    private boolean outcomeTold;
    private Optional<IdentityClaim> heir = Optional.empty();
    private Optional<DeadlineTimer> refusal = Optional.empty();

    /**
     * The loop that owns a claim.
     *
     * @param insist runs something there, from any thread
     */
    record Place(Consumer<Runnable> insist, Function<Runnable, DeadlineTimer> timer, Loop loop) {}

    IdentityClaim(
            IdentityProxy identities, Place home, Claimant claimant, Consumer<Boolean> outcome) {
        this.identities = identities;
        this.home = home;
        this.claimant = claimant;
        this.outcome = outcome;
    }

    PeerId id() {
        return claimant.id();
    }

    /** Whether the id is proven by keys. Any thread. */
    boolean isProven() {
        return claimant.proven();
    }

    /** Since when the connection has the id, on the clock of loops. Any thread. */
    long heldNs() {
        return heldNs;
    }

    /**
     * Asks for the id. The outcome follows at once or on the client's loop, unless {@link #release}
     * comes before: whether the connection has the id now, or will never have it.
     */
    public void settle() {
        if (state != State.WAITING) {
            return;
        }
        IdentityClaim holder = identities.take(this);
        if (holder == this) {
            hold();
        } else {
            holder.home.insist.accept(() -> holder.contest(this));
        }
    }

    /** The connection is over, and its application knows: another one may have the id. */
    public void release() {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        refusal.ifPresent(DeadlineTimer::cancel);
        Optional<IdentityClaim> next = heir;
        heir = Optional.empty();
        if (next.isEmpty()) {
            identities.free(this);
            return;
        }
        IdentityClaim to = next.get();
        boolean passed = identities.pass(this, to);
        to.home.insist.accept(passed ? to::inherit : to::settle);
    }

    private void hold() {
        state = State.HELD;
        heldNs = home.loop.nowNs();
        if (claimant.asksOthers() && identities.isShared()) {
            identities.askOthers(this, free -> home.insist.accept(() -> decided(free)));
        } else {
            outcome.accept(true);
        }
    }

    /** What other origins say. */
    private void decided(boolean free) {
        if (state != State.HELD || outcomeTold) {
            return;
        }
        outcomeTold = true;
        if (!free) {
            identities.countRefused();
            release();
        }
        outcome.accept(free);
    }

    /** Another origin's client has the id: this one ends. On any thread. */
    void overrule() {
        home.insist.accept(
                () -> {
                    if (state == State.HELD) {
                        identities.countOverridden();
                        claimant.override().run();
                    }
                });
    }

    private void inherit() {
        if (state == State.WAITING) {
            hold();
        } else {
            identities.free(this); // it ended while it waited
        }
    }

    /** Another connection wants the id that this one has. */
    private void contest(IdentityClaim newcomer) {
        if (state == State.OVER) {
            newcomer.home.insist.accept(newcomer::settle);
            return;
        }
        boolean better = heir.isEmpty() || newcomer.isProven() && !heir.get().isProven();
        if (!better) {
            newcomer.refuse();
            return;
        }
        heir.ifPresent(IdentityClaim::refuse);
        heir = Optional.of(newcomer);
        if (newcomer.isProven()) {
            refusal.ifPresent(DeadlineTimer::cancel);
            identities.countOverridden();
            claimant.override().run();
        } else {
            DeadlineTimer timer = home.timer.apply(this::refuseHeir);
            timer.set(home.loop.nowNs() + PATIENCE_NS);
            refusal = Optional.of(timer);
            claimant.challenge().run();
        }
    }

    /** The client lives: it keeps its id. */
    private void refuseHeir() {
        heir.ifPresent(IdentityClaim::refuse);
        heir = Optional.empty();
    }

    /** Tells a newcomer, on its own loop, that it is in vain. */
    private void refuse() {
        identities.countRefused();
        home.insist.accept(
                () -> {
                    if (state == State.WAITING) {
                        state = State.OVER;
                        outcome.accept(false);
                    }
                });
    }
}
