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

/** The options that say where settings come from, the same for every command. */
public final class SourceOptions {
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

    /** Where the settings of a program with these keys come from. */
    public ConfigSources sources(KeyTable keys, Map<String, String> environment)
            throws ConfigException {
        return ConfigSources.of(
                keys,
                Optional.ofNullable(home),
                Optional.ofNullable(config),
                environment,
                assignments);
    }
}
