package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Lease;

/** The realms that may have their home here. Any thread. */
public interface Tenants {
    /** A realm will be at home here: what it needs is loaded; {@code ready} runs on the loop. */
    void prepare(String realm, Loop loop, Runnable ready);

    /** A realm moves from here to the holder of this lease; its clients go in a moment. */
    void movesTo(Lease next);

    /** A realm has its next home: those of its clients that others wait for go there. */
    void sendAhead(String realm);

    /** A realm is at home here by this lease: it may act until then, on the clock of loops. */
    void actsUntil(Lease lease, long ns);

    /**
     * A realm is at home elsewhere: it ends here, and its clients go.
     *
     * @param planned whether we wanted that
     */
    void letGo(String realm, boolean planned);
}
