package io.cumulonimbus.config;

import java.nio.file.Path;

/**
 * Where log files go, and what is in them: {@code <directory>/<name>.0} and older ones up to {@code
 * .10}.
 *
 * @param directory absolute; created when absent
 * @param name base name of the files
 * @param level what is logged, unless the command line says otherwise
 * @param format how lines look
 */
public record LogsConfig(Path directory, String name, LogLevel level, Format format) {
    /** How lines look. */
    public enum Format {
        /** Words for people. */
        TEXT,
        /** One JSON object each, for programs. */
        JSON
    }

    /** Text, from {@link LogLevel#INFO} on. */
    public LogsConfig(Path directory, String name) {
        this(directory, name, LogLevel.INFO, Format.TEXT);
    }
}
