package io.cumulonimbus.origin.app;

/**
 * What the applications of one realm want to be told of; written on the realm's loop, read on any.
 */
public final class Interests {
    /** Nobody wants anything; not to be added to. */
    static final Interests NONE = new Interests();

    private volatile int wanted;

    /** Whether some application of the realm asked for it. */
    public boolean has(AppEvent event) {
        return (wanted & 1 << event.ordinal()) != 0;
    }

    /** From now on it is told. On the realm's loop. */
    public void add(AppEvent event) {
        wanted |= 1 << event.ordinal(); // one writer: the realm's loop
    }
}
