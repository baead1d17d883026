package io.cumulonimbus.net.loop;

/**
 * The one timer of a state machine that answers its next deadline after each input.
 *
 * <p>It asks the loop for a wake-up only when the deadline moves forward of the one it already has;
 * a wake-up that comes too soon finds the present deadline and is put off. So a deadline that moves
 * back with each packet, as idle timers do, costs nothing. Owned by the loop.
 */
public final class DeadlineTimer {
    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final Runnable due;
    private long deadlineNs = NEVER;
    private long wakeNs = NEVER;
    private Cancellable wake = () -> {};

    /**
     * @param due runs when the deadline is reached, after it was cleared; sets the next one
     */
    public DeadlineTimer(Loop loop, Runnable due) {
        this.loop = loop;
        this.due = due;
    }

    /** Moves the deadline, on the loop's clock; {@link #NEVER} for none. */
    public void set(long deadlineNs) {
        this.deadlineNs = deadlineNs;
        if (deadlineNs == NEVER) {
            return;
        }
        if (wakeNs == NEVER || deadlineNs - wakeNs < 0) {
            wake.cancel();
            wakeAt(deadlineNs);
        }
    }

    /** Moves the deadline forward, never back: whoever asks later does not make others wait. */
    public void setSooner(long deadlineNs) {
        if (this.deadlineNs == NEVER || deadlineNs - this.deadlineNs < 0) {
            set(deadlineNs);
        }
    }

    /** Takes the deadline and the wake-up away. */
    public void cancel() {
        deadlineNs = NEVER;
        wakeNs = NEVER;
        wake.cancel();
    }

    private void wakeAt(long ns) {
        wakeNs = ns;
        wake = loop.schedule(this::woken, ns - loop.nowNs());
    }

    private void woken() {
        wakeNs = NEVER;
        if (deadlineNs == NEVER) {
            return;
        }
        if (deadlineNs - loop.nowNs() > 0) {
            wakeAt(deadlineNs);
            return;
        }
        deadlineNs = NEVER;
        due.run();
    }
}
