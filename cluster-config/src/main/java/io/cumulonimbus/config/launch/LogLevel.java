package io.cumulonimbus.config.launch;

import ch.qos.logback.classic.Level;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Cumulus' log levels, numbered from 0, and what they mean here. */
enum LogLevel {
    NOTHING(Level.OFF),
    FATAL(Level.ERROR),
    CRITIC(Level.ERROR),
    ERROR(Level.ERROR),
    WARN(Level.WARN),
    NOTE(Level.INFO),
    INFO(Level.INFO),
    DEBUG(Level.DEBUG),
    TRACE(Level.TRACE);

    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    Level level() {
        return level;
    }

    /** Reads a number or a name. */
    static final class Reader implements ITypeConverter<LogLevel> {
        @Override
        public LogLevel convert(String text) {
            for (LogLevel level : values()) {
                if (level.name().equalsIgnoreCase(text)
                        || Integer.toString(level.ordinal()).equals(text)) {
                    return level;
                }
            }
            throw new TypeConversionException("expected 0 to 8, found '" + text + "'");
        }
    }
}
