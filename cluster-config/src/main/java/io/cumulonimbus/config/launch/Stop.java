package io.cumulonimbus.config.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between SIGTERM and the end of the process. The Java machine would answer a signal
 * with exit code 143; service managers are told the truth instead: 0 for a stop in order.
 */
final class Stop {
    private static final long PATIENCE_MS = 15_000;
    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);

    private final AtomicReference<Program.Running> running = new AtomicReference<>();
    private final AtomicReference<Optional<Path>> pidFile = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Path>> readyFile =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<ControlDoor>> control =
            new AtomicReference<>(Optional.empty());
    private final Thread thread = new Thread(this::stop, "stop");

    /** The shutdown hook. */
    Thread thread() {
        return thread;
    }

    /** Tells in a file which process this is, until it ends. */
    void writePid(Path file) throws IOException {
        DrainNotes.beside(file).delete();
        try {
            Files.writeString(file, ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            throw new IOException("The file " + file + " cannot be written: " + e, e);
        }
        pidFile.set(Optional.of(file));
    }

    /** Tells in a file which ports are open, until they are not. */
    void writeReady(Path file, String line) {
        readyFile.set(Optional.of(file));
        try {
            Files.writeString(file, line + "\n");
        } catch (IOException e) {
            LOG.warn("The file {} cannot be written: {}", file, e.toString());
        }
    }

    /** Closes this at the end, too. */
    void closes(Optional<ControlDoor> door) {
        control.set(door);
    }

    private void deleteFiles() {
        control.getAndSet(Optional.empty()).ifPresent(ControlDoor::close);
        readyFile.getAndSet(Optional.empty()).ifPresent(Stop::delete);
        pidFile.getAndSet(Optional.empty()).ifPresent(Stop::delete);
    }

    /** A file that says of this process what is not so any more. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The file {} cannot be deleted: {}", file, e.toString());
        }
    }

    /** From now on there is something to stop. */
    void arm(Program.Running started) {
        running.set(started);
    }

    /** The process ends by itself, with its own exit code. */
    void disarm() {
        deleteFiles();
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException signalled) {
            LOG.debug("signalled while failing", signalled);
        }
    }

    private void stop() {
        Program.Running started = running.get();
        readyFile.getAndSet(Optional.empty()).ifPresent(Stop::delete);
        Optional<DrainNotes> notes = pidFile.get().map(DrainNotes::beside);
        boolean inOrder = started == null || closed(started, notes);
        deleteFiles();
        LOG.info(inOrder ? "stopped" : "stopped, not in order");
        Logs.end();
        Runtime.getRuntime().halt(inOrder ? 0 : Launcher.NOT_STARTED);
    }

    /** Closes on a thread of its own, because the process must end whatever that does. */
    private static boolean closed(Program.Running started, Optional<DrainNotes> notes) {
        LOG.info("stopping");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread closing = new Thread(() -> leave(started, notes), "close");
        closing.setDaemon(true);
        closing.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        closing.start();
        try {
            closing.join(PATIENCE_MS + started.leave().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            LOG.error("failed while stopping", failure.get());
        }
        return !closing.isAlive() && failure.get() == null;
    }

    /** What is written to whoever waits says how clients left, not how the ports were closed. */
    private static void leave(Program.Running started, Optional<DrainNotes> notes) {
        boolean allGone = started.drain(line -> notes.ifPresent(file -> file.add(line)));
        notes.ifPresent(file -> file.end(allGone));
        started.close();
    }
}
