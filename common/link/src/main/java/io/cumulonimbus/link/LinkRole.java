package io.cumulonimbus.link;

/** Which end of a link this is. */
public enum LinkRole {
    /** Dials and opens sessions. */
    EDGE,
    /** Takes links, and the sessions that come by them. */
    ORIGIN,
    /** An origin that dials another one of its cluster, for streams that are published there. */
    FELLOW;

    /** Whether it is the end that dials. */
    public boolean dials() {
        return this != ORIGIN;
    }
}
