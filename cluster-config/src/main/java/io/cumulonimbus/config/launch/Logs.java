package io.cumulonimbus.config.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.cumulonimbus.config.LogsConfig;
import io.cumulonimbus.config.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.slf4j.LoggerFactory;

/**
 * The logs of a program: standard error, and files that turn over like Cumulus' ({@code <name>.0}
 * is written, {@code .1} to {@code .10} are older, 1 MB each). Standard output is left to {@code
 * READY}.
 */
final class Logs {
    private static final long FILE_BYTES = 1_000_000;
    private static final int OLDEST = 10;
    private static final long CHECK_EVERY_MS = 100;

    /** Line ends and other control characters in a message would let a peer forge lines. */
    private static final String PATTERN =
            "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{0}"
                    + "  %replace(%msg){'[\\x00-\\x1f\\x7f]', ' '}%n%ex";

    private Logs() {}

    /** Only warnings, on standard error: the state before the settings are known. */
    static void begin() {
        LoggerContext context = reset(Level.WARN);
        attach(context, console(context));
    }

    static void configure(LogsConfig logs, LogLevel level) throws StartException {
        try {
            Files.createDirectories(logs.directory());
        } catch (IOException e) {
            throw new StartException(
                    "logs.directory: cannot create " + logs.directory() + ": " + e, e);
        }
        if (!Files.isWritable(logs.directory())) {
            throw new StartException("logs.directory: cannot write to " + logs.directory());
        }
        LoggerContext context = reset(level.level());
        attach(context, console(context));
        attach(context, file(context, logs));
    }

    /** Writes out what is buffered and closes the files. */
    static void end() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static LoggerContext reset(Level level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        if (level == Level.DEBUG) {
            context.getLogger("io.netty").setLevel(Level.INFO);
        }
        return context;
    }

    private static void attach(LoggerContext context, Appender<ILoggingEvent> appender) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        return started(console, context);
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, LogsConfig logs) {
        String base = logs.directory().resolve(logs.name()).toString();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(base + ".0");
        FixedWindowRollingPolicy older = new FixedWindowRollingPolicy();
        older.setContext(context);
        older.setParent(file);
        older.setFileNamePattern(base.replace("%", "\\%") + ".%i");
        older.setMinIndex(1);
        older.setMaxIndex(OLDEST);
        older.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
        full.setContext(context);
        full.setMaxFileSize(new FileSize(FILE_BYTES));
        full.setCheckIncrement(Duration.buildByMilliseconds(CHECK_EVERY_MS));
        full.start();
        file.setRollingPolicy(older);
        file.setTriggeringPolicy(full);
        return started(file, context);
    }

    private static Appender<ILoggingEvent> started(
            OutputStreamAppender<ILoggingEvent> appender, LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
