package io.cumulonimbus.config;

import java.util.List;
import java.util.Locale;

/**
 * One setting: the single place for its name, default, type and explanation.
 *
 * @param name {@code key} or {@code section.key}; case counts only for showing it
 * @param standard the text of the default value
 * @param type how its text is read
 * @param aliases older names that are still understood
 * @param explanation sentences for the shipped file and the reference
 */
record ConfigKey<T>(
        String name, String standard, ValueType<T> type, List<String> aliases, String explanation) {
    static <T> ConfigKey<T> of(
            String name, String standard, ValueType<T> type, String explanation) {
        return new ConfigKey<>(name, standard, type, List.of(), explanation);
    }

    ConfigKey<T> formerly(String alias) {
        return new ConfigKey<>(name, standard, type, List.of(alias), explanation);
    }

    /** Secrets are never shown, not even in messages about wrong values. */
    boolean isSecret() {
        return type == ValueType.SECRET;
    }

    /** The section, or an empty text. */
    String section() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /** The name inside its section. */
    String nameInSection() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The environment variable that overrides this key. */
    String variable() {
        return "CUMULONIMBUS_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
