package io.cumulonimbus.link.turn;

import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkRole;

/** What a link is to whoever has something to say over it. Belongs to the link's loop. */
public interface Carrier {
    /** Which end this is. */
    LinkRole role();

    /** What the far end is, once it has said so. */
    LinkRole farRole();

    /** Whether both ends have proved themselves, and frames of sessions can be sent. */
    boolean isEstablished();

    LinkLimits limits();

    LinkCounters counters();

    /** How time passes for those who wait for the link. */
    MovingClock movingClock();

    /** Somebody who may have something to send. */
    void offer(Speaker speaker);

    /** Asks the host for a flush. */
    void announce();
}
