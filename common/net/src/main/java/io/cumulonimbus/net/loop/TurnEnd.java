package io.cumulonimbus.net.loop;

/**
 * Something to do once at the end of the present turn of a loop, however often it is asked for.
 *
 * <p>The end of a turn is behind all tasks that were queued when anybody on the loop first asked
 * for it. Owned by the loop.
 */
public final class TurnEnd {
    private final Loop loop;
    private final Runnable action;
    private final Runnable task = this::run;
    private boolean asked;

    public TurnEnd(Loop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    /** Asks for the action; does nothing when it was asked for already. */
    public void ask() {
        if (!asked) {
            asked = true;
            loop.endTurn(task);
        }
    }

    private void run() {
        asked = false;
        action.run();
    }
}
