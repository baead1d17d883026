package io.cumulonimbus.config;

/**
 * A configuration that cannot be used. The message is written for the operator: it names the file
 * and line (or the variable or option), the key, what was expected and what was found.
 */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the whole text for the operator. */
    public ConfigException(String message) {
        super(message);
    }
}
