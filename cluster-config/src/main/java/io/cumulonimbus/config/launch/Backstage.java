package io.cumulonimbus.config.launch;

/**
 * Threads whose work is not the program's: what they and the threads that they start log, faults
 * apart, is not written.
 */
public final class Backstage {
    private static final ThreadGroup GROUP = new ThreadGroup("backstage");

    private Backstage() {}

    /** One of them, not started yet, which does not keep the program alive. */
    public static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(GROUP, work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Whether the present thread is one of them. */
    static boolean isHere() {
        return Thread.currentThread().getThreadGroup() == GROUP;
    }
}
