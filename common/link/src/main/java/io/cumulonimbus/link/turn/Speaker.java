package io.cumulonimbus.link.turn;

import io.cumulonimbus.link.wire.LinkFrame;

/** Somebody on a link who has turns to say something: a session, or a stream. */
public abstract class Speaker {
    /** Whether it is in the express ring; the ring's to change. */
    boolean inExpress;

    /** Whether it is in the normal ring; the ring's to change. */
    boolean inNormal;

    /** Whether it has something to say that goes before bulk. */
    protected abstract boolean hasExpress();

    /** Whether it has something else to say. */
    protected abstract boolean hasNormal();

    /** Its next frame, or null when there is none after all. */
    protected abstract LinkFrame next(boolean express, long nowNs);

    /** Something of ours went wrong on its turn; costs nobody else anything. */
    protected abstract void fault();
}
