package io.cumulonimbus.testkit.badhouse.net.loop;

/** Stands for the loop. */
public interface Loop {
    void execute(Runnable task);
}
