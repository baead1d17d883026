package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.KeyTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every {@code start} command. */
public final class StartOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "Home directory; relative paths start there. Otherwise the environment variable"
                            + " CUMULONIMBUS_HOME, otherwise the working directory.")
    private Path home;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file, otherwise the usual one in the home directory.")
    private Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key, over environment and file. Repeatable.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = {"-l", "--log"},
            paramLabel = "LEVEL",
            defaultValue = "6",
            converter = LogLevel.Reader.class,
            description =
                    "Log level: 0 nothing, 1 fatal, 2 critic, 3 error, 4 warn, 5 note, 6 info (the"
                            + " default), 7 debug, 8 trace.")
    private LogLevel log = LogLevel.INFO;

    @Option(
            names = "--pidfile",
            paramLabel = "FILE",
            description =
                    "Writes the number of the process into a file, and deletes it at the end.")
    private Path pidFile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text, the reference of all settings.")
    private boolean help;

    ConfigSources sources(KeyTable keys, Map<String, String> environment) throws ConfigException {
        return ConfigSources.of(
                keys,
                Optional.ofNullable(home),
                Optional.ofNullable(config),
                environment,
                assignments);
    }

    Optional<Path> pidFile() {
        return Optional.ofNullable(pidFile);
    }

    LogLevel log() {
        return log;
    }
}
