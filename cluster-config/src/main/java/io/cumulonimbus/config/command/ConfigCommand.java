package io.cumulonimbus.config.command;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.Effective;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.SourceOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code config}: which settings are in force, and where each comes from. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description =
                "Prints every setting as it is in force, with its source: default, file and line,"
                        + " environment, or --set. Secrets are shown as (set) or (none). Ends with"
                        + " 78 when one is wrong.")
final class ConfigCommand implements Callable<Integer> {
    private final Program<?> program;

    @Mixin private SourceOptions sources;

    @Option(names = "--changed", description = "Leaves out what is at its default.")
    private boolean changed;

    ConfigCommand(Program<?> program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        try {
            ConfigSources from = sources.sources(program.keys(), System.getenv());
            Effective effective = Effective.of(program.keys(), from);
            for (Effective.Line line : effective.lines()) {
                if (!changed || !line.isDefault()) {
                    String what = (line.name() + " = " + line.shown()).strip();
                    String more = line.known() ? "" : ", for scripts";
                    System.out.println(what + "  (" + line.source() + more + ")");
                }
            }
            effective.strangers().forEach(System.err::println);
            program.load(from);
            return 0;
        } catch (ConfigException e) {
            return RunningProgram.wrong(program, e);
        }
    }
}
