package io.cumulonimbus.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and SIGTERM as a wish, not as an end: the command closes its stream and its file, and the
 * process ends with the command's own exit code.
 */
final class UserStop {
    private static final long PATIENCE_S = 8;

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(ExitCode.LOST.number());

    /** Listens to the signals of this process from now on. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::hook, "stop"));
    }

    /** Whether the user wants it to end. */
    boolean isWished() {
        return wished.getCount() == 0;
    }

    /** Waits so long, or until the user wants it to end, which is what it answers. */
    boolean await(long nanos) throws InterruptedException {
        return wished.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** The command is over. */
    void finished(int code) {
        exitCode.set(code);
        finished.countDown();
    }

    private void hook() {
        wished.countDown();
        try {
            if (!finished.await(PATIENCE_S, TimeUnit.SECONDS)) {
                System.err.println("rtmfp: does not come to an end, is ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode.get());
    }
}
