package io.cumulonimbus.cli;

import java.util.concurrent.Callable;

/** A program that is started again when it ends, such as an encoder whose name is taken still. */
final class Persistent implements AutoCloseable {
    private final Callable<Process> starting;
    private Process now;

    Persistent(Callable<Process> starting) throws Exception {
        this.starting = starting;
        this.now = starting.call();
    }

    /** Starts it again, if it has ended. */
    void goOn() throws Exception {
        if (!now.isAlive()) {
            now = starting.call();
        }
    }

    @Override
    public void close() {
        now.destroyForcibly();
    }
}
