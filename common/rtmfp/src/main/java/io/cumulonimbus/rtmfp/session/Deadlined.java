package io.cumulonimbus.rtmfp.session;

/** Something with timers that a {@link Deadlines} wakes. */
public abstract class Deadlined {
    /** Its place in the heap, or -1. */
    int slot = -1;

    /** When it will be woken. */
    long wakeAt = Long.MAX_VALUE;

    /** When its first timer is due, or {@link Long#MAX_VALUE}. */
    public abstract long deadline();

    /** Fires what is due. */
    public abstract void advance(long nowNs);
}
