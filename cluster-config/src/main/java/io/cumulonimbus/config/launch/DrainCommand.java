package io.cumulonimbus.config.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code origin drain}, {@code edge drain}: has a running server stop once its clients left. */
@Command(
        name = "drain",
        description =
                "Has a running server let nobody in any more, wait until its clients have left or"
                        + " its drainPeriod is over, and stop; returns when it has. The same as"
                        + " SIGTERM.")
public final class DrainCommand implements Callable<Integer> {
    private static final int NOT_THERE = 1;

    @Spec private CommandSpec spec;

    @Option(
            names = "--pidfile",
            paramLabel = "FILE",
            required = true,
            description = "What 'start --pidfile' wrote.")
    private Path pidFile;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> server = running();
        if (server.isEmpty()) {
            System.err.println(spec.parent().name() + ": " + pidFile + " names no running process");
            return NOT_THERE;
        }
        server.get().destroy();
        server.get().onExit().get();
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
