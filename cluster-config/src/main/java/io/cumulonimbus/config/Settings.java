package io.cumulonimbus.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;

/** The merged settings of all sources, with {@code ${...}} expansion. */
final class Settings {
    /** The source of what nobody set. */
    static final String DEFAULT = "default";

    private static final String ENVIRONMENT = "system.env.";

    /** Names of keys that scripts may have for what nobody else should see. */
    private static final Pattern SOUNDS_SECRET =
            Pattern.compile("(?i)secret|password|passwd|token");

    private static final Pattern REFERS_TO_SECRET =
            Pattern.compile("(?i)\\$\\{[^}]*(system\\.env|secret|password|passwd|token|\\$)");

    private final KeyTable table;
    private final ConfigSources sources;

    /** By name in lower case. */
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private final ConfigurationInterpolator interpolator = new ConfigurationInterpolator();

    private Settings(KeyTable table, ConfigSources sources) {
        this.table = table;
        this.sources = sources;
        interpolator.addDefaultLookup(this::lookUp);
    }

    static Settings merge(KeyTable table, ConfigSources sources) throws ConfigException {
        Settings merged = new Settings(table, sources);
        BuiltInSettings.of(table, sources).forEach(merged::put);
        for (ConfigKey<?> key : table.keys()) {
            merged.put(new Setting(key.name(), key.standard(), DEFAULT));
        }
        if (sources.file().isPresent()) {
            IniFile.read(sources.file().get()).forEach(merged::put);
        }
        for (ConfigKey<?> key : table.keys()) {
            String value = sources.environment().get(key.variable());
            if (value != null) {
                merged.put(new Setting(key.name(), value, "environment " + key.variable()));
            }
        }
        for (String assignment : sources.assignments()) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new ConfigException("--set: expected key=value, found no '='");
            }
            String name = assignment.substring(0, equals).strip();
            merged.put(new Setting(name, assignment.substring(equals + 1).strip(), "--set"));
        }
        return merged;
    }

    Path home() {
        return sources.home();
    }

    <T> T get(ConfigKey<T> key) throws ConfigException {
        try {
            return key.type().reader().apply(text(setting(key)));
        } catch (IllegalArgumentException e) {
            throw wrong(key, key.type().expected());
        }
    }

    /** Whether it is what it is when nobody sets it. */
    <T> boolean isDefault(ConfigKey<T> key) throws ConfigException {
        return get(key).equals(key.type().reader().apply(key.standard()));
    }

    /** What a setting of another name says in the place of this key, if there is one. */
    <T> Optional<T> get(ConfigKey<T> key, String name) throws ConfigException {
        Setting setting = settings.get(name.toLowerCase(Locale.ROOT));
        if (setting == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(key.type().reader().apply(text(setting)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "%s: %s: expected %s, found '%s'"
                            .formatted(
                                    setting.source(),
                                    setting.name(),
                                    key.type().expected(),
                                    setting.text()));
        }
    }

    /** The sections whose names begin so. */
    Set<String> sections(String beginning) {
        Set<String> sections = new LinkedHashSet<>();
        for (Setting setting : settings.values()) {
            int dot = setting.name().lastIndexOf('.');
            if (dot > 0 && setting.name().startsWith(beginning)) {
                sections.add(setting.name().substring(0, dot));
            }
        }
        return sections;
    }

    /** A secret, or the lines of the file that another key names. */
    Secret secret(ConfigKey<Secret> key, ConfigKey<String> file) throws ConfigException {
        String name = get(file);
        if (name.isEmpty()) {
            return get(key);
        }
        try {
            List<String> lines = Files.readAllLines(home().resolve(name));
            Secret secret = Secret.of(String.join(",", lines));
            if (secret.texts().contains("")) {
                throw wrong(file, "a file with a secret");
            }
            return secret;
        } catch (IOException | InvalidPathException e) {
            throw wrong(file, "a file that can be read");
        }
    }

    /** Relative paths start from the home directory. */
    Path path(ConfigKey<Path> key) throws ConfigException {
        return home().resolve(get(key)).normalize();
    }

    /** What was found is shown as it was written: expanded, it might show a secret. */
    ConfigException wrong(ConfigKey<?> key, String expected) {
        Setting setting = setting(key);
        if (setting.source().equals(DEFAULT)) {
            return new ConfigException(
                    "%s: expected %s; set it in the file, by %s or with --set"
                            .formatted(key.name(), expected, key.variable()));
        }
        String found = key.isSecret() ? "" : ", found '" + setting.text() + "'";
        return new ConfigException(
                setting.source() + ": " + setting.name() + ": expected " + expected + found);
    }

    /** All settings as texts for scripts, known keys by their own names; secrets are left out. */
    Map<String, String> configs() throws ConfigException {
        Map<String, String> configs = new TreeMap<>();
        for (Setting setting : settings.values()) {
            Optional<ConfigKey<?>> key = table.find(setting.name());
            boolean secret =
                    key.map(ConfigKey::isSecret).orElse(setting.name().endsWith(".secret"));
            if (!secret) {
                configs.put(key.map(ConfigKey::name).orElse(setting.name()), text(setting));
            }
        }
        return configs;
    }

    /** Everything but what is built in. */
    Effective effective() throws ConfigException {
        List<Setting> all = new ArrayList<>();
        for (ConfigKey<?> key : table.keys()) {
            all.add(setting(key));
        }
        settings.values().stream()
                .filter(setting -> table.find(setting.name()).isEmpty())
                .filter(setting -> !setting.source().equals(BuiltInSettings.SOURCE))
                .sorted(Comparator.comparing(Setting::name))
                .forEach(all::add);
        List<Effective.Line> lines = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Setting setting : all) {
            Optional<ConfigKey<?>> key = table.find(setting.name());
            String name = key.map(ConfigKey::name).orElse(setting.name());
            boolean known = key.isPresent() || Stranger.isOfOne(setting.name());
            lines.add(new Effective.Line(name, shown(setting), setting.source(), known));
            texts.add(text(setting));
        }
        List<Stranger> strangers = new ArrayList<>(Stranger.among(table, settings.values()));
        strangers.addAll(Stranger.variables(sources.environment()));
        return new Effective(lines, texts, strangers);
    }

    /** What may be seen of it: an expanded text might show a secret that it refers to. */
    private String shown(Setting setting) throws ConfigException {
        String text = text(setting);
        boolean secret =
                table.find(setting.name())
                        .map(ConfigKey::isSecret)
                        .orElse(SOUNDS_SECRET.matcher(setting.name()).find());
        if (secret) {
            return Secret.of(text).toString();
        }
        return REFERS_TO_SECRET.matcher(setting.text()).find() ? setting.text() : text;
    }

    private void put(Setting setting) {
        String name = table.find(setting.name()).map(ConfigKey::name).orElse(setting.name());
        settings.put(name.toLowerCase(Locale.ROOT), setting);
    }

    private Setting setting(ConfigKey<?> key) {
        return settings.get(key.name().toLowerCase(Locale.ROOT));
    }

    private String text(Setting setting) throws ConfigException {
        try {
            Object text = interpolator.interpolate(setting.text());
            return text == null ? "" : text.toString();
        } catch (IllegalStateException e) {
            throw new ConfigException(
                    setting.source() + ": " + setting.name() + ": expands to itself");
        }
    }

    /** Only configuration keys and the environment: no files, scripts, hosts or classes. */
    private Object lookUp(String name) {
        if (name.toLowerCase(Locale.ROOT).startsWith(ENVIRONMENT)) {
            return sources.environment().get(name.substring(ENVIRONMENT.length()));
        }
        Setting setting = settings.get(name.toLowerCase(Locale.ROOT));
        return setting == null ? null : setting.text();
    }
}
