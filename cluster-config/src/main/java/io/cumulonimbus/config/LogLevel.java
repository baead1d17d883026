package io.cumulonimbus.config;

/** Cumulus' log levels, numbered from 0. */
public enum LogLevel {
    NOTHING,
    FATAL,
    CRITIC,
    ERROR,
    WARN,
    NOTE,
    INFO,
    DEBUG,
    TRACE;

    /** What a right text looks like. */
    static final String EXPECTED = "a level from 0 to 8, or its name";

    /**
     * Reads a number or a name, in any case.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static LogLevel read(String text) {
        for (LogLevel level : values()) {
            if (level.name().equalsIgnoreCase(text)
                    || Integer.toString(level.ordinal()).equals(text)) {
                return level;
            }
        }
        throw new IllegalArgumentException("expected 0 to 8, found '" + text + "'");
    }
}
