package io.cumulonimbus.config.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code origin drain}, {@code edge drain}: has a running server stop once its clients left. */
@Command(
        name = "drain",
        description =
                "Has a running server let nobody in any more, wait until its clients have left or"
                        + " its drainPeriod is over, and stop; tells the steps of that as they"
                        + " come, and returns when it has stopped. The same as SIGTERM. Exit codes:"
                        + " 1 it does not run, or ended in another way, 4 not all had gone in time.")
public final class DrainCommand implements Callable<Integer> {
    private static final int NOT_THERE = 1;
    private static final int NOT_ALL = 4;
    private static final long LOOK_MS = 50;

    @Spec private CommandSpec spec;

    @Option(
            names = "--pidfile",
            paramLabel = "FILE",
            required = true,
            description = "What 'start --pidfile' wrote.")
    private Path pidFile;

    /** Lines that were printed. */
    private int told;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> server = running();
        if (server.isEmpty()) {
            System.err.println(spec.parent().name() + ": " + pidFile + " names no running process");
            return NOT_THERE;
        }
        DrainNotes notes = DrainNotes.beside(pidFile);
        CompletableFuture<ProcessHandle> end = server.get().onExit();
        server.get().destroy();
        while (!isOver(end)) {
            tell(notes.lines());
        }
        List<String> lines = notes.lines();
        tell(lines);
        notes.delete();
        return result(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
    }

    private int result(String last) {
        return switch (last) {
            case DrainNotes.ALL_GONE -> 0;
            case DrainNotes.LEFT -> NOT_ALL;
            default -> {
                System.err.println(
                        spec.parent().name() + ": it ended without telling how its clients left");
                yield NOT_THERE;
            }
        };
    }

    private static boolean isOver(CompletableFuture<ProcessHandle> end)
            throws InterruptedException, ExecutionException {
        try {
            end.get(LOOK_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private void tell(List<String> lines) {
        lines.stream().skip(told).forEach(System.out::println);
        told = Math.max(told, lines.size());
    }

    private Optional<ProcessHandle> running() {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }
}
