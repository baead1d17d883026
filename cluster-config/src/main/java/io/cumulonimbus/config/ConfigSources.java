package io.cumulonimbus.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from besides the defaults, in rising precedence: file, environment,
 * assignments of the command line.
 *
 * @param home absolute
 * @param file the INI file, if there is one
 * @param environment variables by name
 * @param assignments {@code key=value} each, later ones win
 */
public record ConfigSources(
        Path home, Optional<Path> file, Map<String, String> environment, List<String> assignments) {
    /** The variable that names the home directory when no option does. */
    public static final String HOME_VARIABLE = "CUMULONIMBUS_HOME";

    /** Keeps copies. */
    public ConfigSources {
        home = home.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
        assignments = List.copyOf(assignments);
    }

    /** Nothing but defaults. */
    public static ConfigSources none(Path home) {
        return new ConfigSources(home, Optional.empty(), Map.of(), List.of());
    }

    /**
     * The sources of a program: home is the option, else {@value #HOME_VARIABLE}, else the working
     * directory; the file is the option (which must exist), else {@code <home>/<program>.ini} if
     * there is one.
     */
    public static ConfigSources of(
            KeyTable table,
            Optional<Path> homeOption,
            Optional<Path> fileOption,
            Map<String, String> environment,
            List<String> assignments)
            throws ConfigException {
        Path home =
                homeOption
                        .or(() -> Optional.ofNullable(environment.get(HOME_VARIABLE)).map(Path::of))
                        .orElse(Path.of(""));
        if (!Files.isDirectory(home)) {
            throw new ConfigException("home directory " + home + ": there is no such directory");
        }
        if (fileOption.isPresent() && !Files.isRegularFile(fileOption.get())) {
            throw new ConfigException(
                    "configuration file " + fileOption.get() + ": there is no such file");
        }
        Path usual = home.resolve(table.program() + ".ini");
        Optional<Path> file = fileOption.or(() -> Optional.of(usual).filter(Files::isRegularFile));
        return new ConfigSources(home, file, environment, assignments);
    }
}
