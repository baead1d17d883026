package io.cumulonimbus.net.loop;

/** A task that was put off and has not run yet. */
@FunctionalInterface
public interface Cancellable {
    /** Forgets the task; harmless when it has run or was cancelled before. Any thread. */
    void cancel();
}
