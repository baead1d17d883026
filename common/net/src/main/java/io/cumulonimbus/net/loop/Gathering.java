package io.cumulonimbus.net.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * What may wait a little on a loop and is done together, so that it costs one wake-up: all of it
 * when the time of the first is over, at the end of the turn. Owned by the loop.
 */
public final class Gathering {
    private final Loop loop;
    private final long waitNs;
    private final Runnable over = this::over;
    private List<Runnable> waiting = new ArrayList<>();
    private List<Runnable> spare = new ArrayList<>();

    /**
     * @param waitNs how long the first waits, in nanoseconds; with 0 nobody does
     */
    public Gathering(Loop loop, long waitNs) {
        this.loop = loop;
        this.waitNs = waitNs;
    }

    /** Whether anything is to wait here at all. */
    public boolean isOpen() {
        return waitNs > 0;
    }

    /** Does it with the others that wait, as often as it was handed in. */
    public void join(Runnable task) {
        if (waiting.isEmpty()) {
            loop.schedule(over, waitNs);
        }
        waiting.add(task);
    }

    /** Who joins meanwhile waits for the next time. */
    private void over() {
        List<Runnable> due = waiting;
        waiting = spare;
        for (int i = 0; i < due.size(); i++) {
            loop.endTurn(due.get(i));
        }
        due.clear();
        spare = due;
    }
}
