package io.cumulonimbus.origin.lua.vm;

/**
 * How many coroutines of a machine have not ended.
 *
 * <p>Coroutines that scripts forgot in the middle count until somebody who looked through the whole
 * machine says how many are left.
 */
public final class Coroutines {
    private final int most;
    private int unfinished;
    private int atLastCount;

    /**
     * @param most how many there may be
     */
    Coroutines(int most) {
        this.most = most;
    }

    Coroutine made(Coroutine coroutine) {
        if (unfinished >= most) {
            throw new ScriptFault("too many coroutines");
        }
        unfinished++;
        return coroutine;
    }

    /** It yielded or ended. */
    void left(Coroutine coroutine) {
        if (coroutine.hasEnded()) {
            unfinished--;
        }
    }

    /** Whether so many were made that those forgotten should be told from those in use. */
    public boolean wantCounting() {
        return unfinished >= most || unfinished - atLastCount > (most - atLastCount) / 2;
    }

    /** So many are in use. */
    public void counted(int inUse) {
        unfinished = inUse;
        atLastCount = inUse;
    }
}
