package io.cumulonimbus.client;

/**
 * Finds the messages of one flow that are worth nothing because one before them was given up.
 *
 * <p>Ask in the order of writing. Messages that never expire stand outside: they neither break a
 * chain nor begin one.
 */
public final class DependencyChain {
    private boolean broken;

    /** Whether the next message needs one that was given up. */
    public boolean isUseless(Deadline next) {
        if (next.expires() && !next.dependent()) {
            broken = false;
        }
        return broken && next.dependent();
    }

    /** The message asked about last is given up. */
    public void abandoned(Deadline given) {
        broken |= given.expires();
    }

    /** Whether a dependent message written now would be useless. */
    public boolean isBroken() {
        return broken;
    }
}
