package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfValue;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rtmfp call}: one remote call. */
@Command(
        name = "call",
        description = "Calls a method of the server and prints its result.",
        footer = {
            "%nArguments that read as JSON are numbers, true, false, null, arrays and objects;",
            "everything else is a text. '\"5\"' is the text 5."
        })
final class CallCommand extends ClientCommand {
    @Parameters(
            index = "0",
            paramLabel = "URL",
            description = "rtmfp://host[:port]/app; rtmp, rtmps, rtmpt, rtmpts as well.")
    private String url;

    @Parameters(index = "1", paramLabel = "METHOD", description = "Name of the method.")
    private String method;

    @Parameters(index = "2..*", paramLabel = "ARGS", description = "Arguments of the call.")
    private List<String> arguments = List.of();

    @Override
    void run(Report report) throws CommandFailure, InterruptedException {
        AmfValue[] values = arguments.stream().map(JsonValues::ofArgument).toArray(AmfValue[]::new);
        connected(
                Target.ofApplication(url),
                report,
                connection -> {
                    AmfValue result = answer(connection.call(method, values), ExitCode.LOST);
                    if (json()) {
                        report.event("result", "", Map.of("value", JsonValues.toJson(result)));
                    } else {
                        System.out.println(JsonValues.shown(result));
                    }
                });
    }
}
