package io.cumulonimbus.edge.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code edge drain}: has a running edge stop once its clients have left. */
@Command(
        name = "drain",
        description =
                "Has a running edge let nobody in any more, wait until its clients have left or its"
                        + " drainPeriod is over, and stop; returns when it has. The same as SIGTERM.")
final class DrainCommand implements Callable<Integer> {
    private static final int NOT_THERE = 1;

    @Option(
            names = "--pidfile",
            paramLabel = "FILE",
            required = true,
            description = "What 'edge start --pidfile' wrote.")
    private Path pidFile;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> edge = running();
        if (edge.isEmpty()) {
            System.err.println("edge: " + pidFile + " names no running process");
            return NOT_THERE;
        }
        edge.get().destroy();
        edge.get().onExit().get();
        return 0;
    }

    private Optional<ProcessHandle> running() {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }
}
