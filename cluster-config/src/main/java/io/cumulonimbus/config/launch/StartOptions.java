package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogLevel;
import io.cumulonimbus.config.LogsConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every {@code start} command. */
public final class StartOptions {
    @Mixin private SourceOptions sources;

    @Option(
            names = {"-l", "--log"},
            paramLabel = "LEVEL",
            converter = LevelReader.class,
            description =
                    "Log level, over logs.level: 0 nothing, 1 fatal, 2 critic, 3 error, 4 warn, 5"
                            + " note, 6 info, 7 debug, 8 trace.")
    private LogLevel log;

    @Option(
            names = "--pidfile",
            paramLabel = "FILE",
            description =
                    "Writes the number of the process into a file, and deletes it at the end.")
    private Path pidFile;

    @Option(
            names = {"-d", "--dump"},
            arity = "0..1",
            fallbackValue = "all",
            paramLabel = "FILTER",
            description =
                    "Writes packets, messages and frames of links to the log, 200 lines a second at"
                            + " most, for searching errors: rtmfp, messages, rtmp, rtmpt, link, all"
                            + " (the default), beginnings of addresses, with commas between them.")
    private String dump;

    @Option(
            names = "--daemon",
            description =
                    "Serves in the background: returns when every port is open, or with the exit"
                            + " code of a start that failed.")
    private boolean daemon;

    @Option(names = Background.INSIDE, hidden = true)
    private boolean inBackground;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text, the reference of all settings.")
    private boolean help;

    ConfigSources sources(KeyTable keys, Map<String, String> environment) throws ConfigException {
        return sources.sources(keys, environment);
    }

    Optional<Path> pidFile() {
        return Optional.ofNullable(pidFile);
    }

    Optional<String> dump() {
        return Optional.ofNullable(dump);
    }

    /** Whether another process is to serve. */
    boolean daemon() {
        return daemon && !inBackground;
    }

    /** Whether nobody looks at standard error. */
    boolean inBackground() {
        return inBackground;
    }

    /** What the settings say of logs, unless an option says otherwise. */
    LogsConfig logs(LogsConfig set) {
        LogLevel level = log == null ? set.level() : log;
        return new LogsConfig(set.directory(), set.name(), level, set.format());
    }

    /** Reads a number or a name. */
    static final class LevelReader implements ITypeConverter<LogLevel> {
        @Override
        public LogLevel convert(String text) {
            try {
                return LogLevel.read(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
