package io.cumulonimbus.origin.stream;

import io.cumulonimbus.config.StreamScope;

/**
 * The names of live streams as one application sees them: those of all applications, or its own.
 *
 * @param prefix what stands before each of them where all names are kept; no path of an application
 *     holds a colon
 */
public record StreamNames(String prefix) {
    /** Those of all applications. */
    public static final StreamNames GLOBAL = new StreamNames("");

    /** Those of the application of this path, without slashes at its ends. */
    public static StreamNames of(StreamScope scope, String application) {
        return scope == StreamScope.GLOBAL ? GLOBAL : new StreamNames(application + ":");
    }

    /** What a stream is called where all names are kept. */
    public String key(String name) {
        return prefix + name;
    }
}
