package io.cumulonimbus.config;

import java.nio.file.Path;

/**
 * Where log files go: {@code <directory>/<name>.0} and older ones up to {@code .10}.
 *
 * @param directory absolute; created when absent
 * @param name base name of the files
 */
public record LogsConfig(Path directory, String name) {}
