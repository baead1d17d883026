package io.cumulonimbus.config.command;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.launch.ControlLine;
import io.cumulonimbus.config.launch.Launcher;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.SourceOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reload}: has a running program read its settings again. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description =
                "Has the running program read its settings again, from the sources that it was"
                        + " started with. Tells of each setting that changed whether it is in force"
                        + " now or needs a restart, and what else was read. Exit codes: 3 it does"
                        + " not run, 78 the settings are wrong and nothing was changed.")
final class ReloadCommand implements Callable<Integer> {
    private final Program<?> program;

    @Mixin private SourceOptions sources;

    ReloadCommand(Program<?> program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        try {
            RunningProgram running = RunningProgram.of(program, sources);
            Optional<List<String>> lines = running.ask(ControlLine.RELOAD);
            if (lines.isEmpty()) {
                System.err.println(running.absent());
                return StatusCommand.ABSENT;
            }
            Optional<String> error = ControlLine.find(lines.get(), ControlLine.ERROR);
            if (error.isPresent()) {
                System.err.println(program.keys().program() + ": " + error.get());
                return Launcher.WRONG_CONFIG;
            }
            lines.get().forEach(line -> System.out.println(shown(line)));
            return 0;
        } catch (ConfigException e) {
            return RunningProgram.wrong(program, e);
        }
    }

    private static String shown(String line) {
        int blank = line.indexOf(' ');
        String what = blank < 0 ? line : line.substring(0, blank);
        return switch (what) {
            case "changed" -> line.substring(blank + 1) + ": changed";
            case "restart" -> line.substring(blank + 1) + ": needs a restart";
            default -> line;
        };
    }
}
