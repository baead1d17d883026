package io.cumulonimbus.link.remote;

import io.cumulonimbus.link.LinkRole;

/** Which flow of a session has its turn. */
enum SendOrder {
    /** By priority, flows of the same in turn. */
    BY_PRIORITY,
    /**
     * What was written first, of all flows that may send. What a client says once it knows that
     * something has arrived, which is when its edge has it, does not overtake that: the end of a
     * stream its last pictures, for one.
     */
    BY_AGE,
    /** What was written first, whatever the flow; a flow that may not send holds all. */
    STRICT;

    /**
     * @param oneStream whether the client has one byte stream for everything
     * @param role which end it is that sends
     */
    static SendOrder of(boolean oneStream, LinkRole role) {
        if (oneStream) {
            return STRICT;
        }
        return role == LinkRole.EDGE ? BY_AGE : BY_PRIORITY;
    }
}
