package io.cumulonimbus.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code rtmfp}: the front door of the command-line client. */
@Command(
        name = "rtmfp",
        description = "Publishes, plays, calls, probes and loads over RTMFP.",
        subcommands = {
            PublishCommand.class,
            PlayCommand.class,
            CallCommand.class,
            ProbeCommand.class,
            LoadCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "rtmfp of Cumulonimbus",
        synopsisSubcommandLabel = "COMMAND")
public final class RtmfpCommand {
    /** Runs one command; the process ends with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        UserStop stop = new UserStop();
        stop.listen();
        int code = commandLine(stop).execute(arguments);
        stop.finished(code);
        System.exit(code);
    }

    static CommandLine commandLine(UserStop stop) {
        CommandLine line = new CommandLine(new RtmfpCommand());
        Map<String, String> exitCodes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            exitCodes.put(Integer.toString(code.number()), code.meaning());
        }
        for (CommandLine command : line.getSubcommands().values()) {
            command.<ClientCommand>getCommand().stopWith(stop);
            command.getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading("%nExit codes:%n")
                    .exitCodeList(exitCodes);
        }
        line.addSubcommand("completion", new AutoComplete.GenerateCompletion());
        line.getSubcommands().get("call").setUnmatchedOptionsArePositionalParams(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }
}
