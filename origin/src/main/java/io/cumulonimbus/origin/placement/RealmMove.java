package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Lease;

/**
 * A realm on its way from here to its next home. Its clients are served here until that one has
 * loaded it and others had time to link with it; then they go ({@link Leaving}), and the realm with
 * them. Owned by the loop that keeps the books.
 */
final class RealmMove {
    /** So long edges and origins have to link with the next home before anybody goes. */
    private static final long LEAD_NS = 200_000_000L;

    private final Lease theirs;
    private final Tenants tenants;
    private final DeadlineTimer ahead;
    private final BoundedHop back;
    private final Runnable gone;
    private final long linkedNs;

    /**
     * Begins: whoever needs a link with the next home makes it.
     *
     * @param theirs the lease of the next home
     * @param gone runs once, when it is time for all who are still here to go
     */
    RealmMove(Loop books, Lease theirs, Tenants tenants, Runnable gone) {
        this.theirs = theirs;
        this.tenants = tenants;
        this.gone = gone;
        this.back = new BoundedHop(books, 1);
        this.ahead = new DeadlineTimer(books, this::sendAway);
        this.linkedNs = books.nowNs() + LEAD_NS;
        tenants.movesTo(theirs);
    }

    /** The next home has loaded it, or does not answer; once. */
    void isPrepared() {
        ahead.set(linkedNs);
    }

    private void sendAway() {
        tenants.sendAway(theirs.realm()).thenRun(() -> back.insist(gone));
    }
}
