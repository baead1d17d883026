package io.cumulonimbus.config.command;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.SourceOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stop}: has a running program stop in order, and waits for it. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description =
                "Has the running program stop in order, as SIGTERM does, and returns when it has."
                        + " It is found by its settings, or by the file of --pidfile. Exit code 3:"
                        + " it does not run.")
final class StopCommand implements Callable<Integer> {
    private final Program<?> program;

    @Mixin private SourceOptions sources;

    @Option(names = "--pidfile", paramLabel = "FILE", description = "What 'start --pidfile' wrote.")
    private Path pidFile;

    StopCommand(Program<?> program) {
        this.program = program;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        try {
            Optional<ProcessHandle> process;
            String absent;
            if (pidFile == null) {
                RunningProgram running = RunningProgram.of(program, sources);
                process = running.process();
                absent = running.absent();
            } else {
                process = RunningProgram.named(pidFile);
                absent = pidFile + " names no running process";
            }
            if (process.isEmpty()) {
                System.err.println(absent);
                return StatusCommand.ABSENT;
            }
            if (!process.get().destroy()) {
                System.err.println("process " + process.get().pid() + " cannot be told to stop");
                return 1;
            }
            process.get().onExit().get();
            return 0;
        } catch (ConfigException e) {
            return RunningProgram.wrong(program, e);
        }
    }
}
