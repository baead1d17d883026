package io.cumulonimbus.edge.command;

import io.cumulonimbus.config.command.Commands;
import io.cumulonimbus.config.launch.DrainCommand;
import io.cumulonimbus.config.launch.Launcher;
import picocli.CommandLine.Command;

/** {@code edge}: the front door of the edge program. */
@Command(
        name = "edge",
        description =
                "Takes clients of an origin: their cryptography ends here, their flows go on over one link.",
        subcommands = {StartCommand.class, DrainCommand.class},
        mixinStandardHelpOptions = true,
        version = "edge of Cumulonimbus",
        synopsisSubcommandLabel = "COMMAND")
public final class EdgeCommand {
    private EdgeCommand() {}

    /** Runs the program; the process ends with the launcher's exit code. */
    public static void main(String[] arguments) {
        Launcher.main(new EdgeCommand(), Commands.of(new StartCommand()), arguments);
    }
}
