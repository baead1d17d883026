package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Lease;
import java.util.concurrent.CompletableFuture;

/** The realms that may have their home here. Any thread. */
public interface Tenants {
    /** A realm will be at home here: what it needs is loaded; {@code ready} runs on the loop. */
    void prepare(String realm, Loop loop, Runnable ready);

    /** A realm moves from here to the holder of this lease; its clients go in a moment. */
    void movesTo(Lease next);

    /**
     * A realm has its next home: those of its clients go that can be taken there, publishers first.
     * Done, on any thread, when they have.
     */
    CompletableFuture<Void> sendAway(String realm);

    /** A realm is at home here by this lease: it may act until then, on the clock of loops. */
    void actsUntil(Lease lease, long ns);

    /**
     * A realm is at home elsewhere: it ends here, and its clients go.
     *
     * @param planned whether we wanted that
     */
    void letGo(String realm, boolean planned);
}
