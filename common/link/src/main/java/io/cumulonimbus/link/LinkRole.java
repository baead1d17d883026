package io.cumulonimbus.link;

/** Which end of a link this is; the edge dials and opens sessions, the origin takes them. */
public enum LinkRole {
    EDGE,
    ORIGIN;

    LinkRole other() {
        return this == EDGE ? ORIGIN : EDGE;
    }
}
