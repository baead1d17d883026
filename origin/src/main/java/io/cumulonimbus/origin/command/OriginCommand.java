package io.cumulonimbus.origin.command;

import io.cumulonimbus.config.command.Commands;
import io.cumulonimbus.config.launch.DrainCommand;
import io.cumulonimbus.config.launch.Launcher;
import picocli.CommandLine.Command;

/** {@code origin}: the front door of the origin program. */
@Command(
        name = "origin",
        description = "A media server for RTMFP.",
        subcommands = {StartCommand.class, DrainCommand.class, LintCommand.class},
        mixinStandardHelpOptions = true,
        version = "origin of Cumulonimbus",
        synopsisSubcommandLabel = "COMMAND")
public final class OriginCommand {
    private OriginCommand() {}

    /** Runs the program; the process ends with the launcher's exit code. */
    public static void main(String[] arguments) {
        Launcher.main(new OriginCommand(), Commands.of(new StartCommand()), arguments);
    }
}
