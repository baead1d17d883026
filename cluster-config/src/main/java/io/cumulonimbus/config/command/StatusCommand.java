package io.cumulonimbus.config.command;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.launch.ControlLine;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.SourceOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: whether a program runs, and how it is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Tells whether the program runs that these settings describe: its process, since"
                        + " when, its ports, and how many it serves. Exit code 3: it does not run.")
final class StatusCommand implements Callable<Integer> {
    /** The exit code of service scripts for a program that does not run. */
    static final int ABSENT = 3;

    private final Program<?> program;

    @Mixin private SourceOptions sources;

    StatusCommand(Program<?> program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        try {
            RunningProgram running = RunningProgram.of(program, sources);
            Optional<List<String>> lines = running.ask(ControlLine.STATUS);
            if (lines.isEmpty()) {
                System.err.println(running.absent());
                return ABSENT;
            }
            lines.get().forEach(System.out::println);
            return 0;
        } catch (ConfigException e) {
            return RunningProgram.wrong(program, e);
        }
    }
}
