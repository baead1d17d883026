package io.cumulonimbus.config.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.cumulonimbus.config.LogLevel;
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
                    + "  %replace(%msg%replace( %kvp{NONE}){'^ $', ''}){'[\\x00-\\x1f\\x7f]', ' '}%n%ex";

    private Logs() {}

    /** Only warnings, on standard error: the state before the settings are known. */
    static void begin() {
        LoggerContext context = reset(Level.WARN);
        attach(context, console(context, LogsConfig.Format.TEXT));
    }

    /**
     * From now on lines go where the settings say.
     *
     * @param console whether to standard error, too
     */
    static void configure(LogsConfig logs, boolean console) throws StartException {
        try {
            Files.createDirectories(logs.directory());
        } catch (IOException e) {
            throw new StartException(
                    "logs.directory: cannot create " + logs.directory() + ": " + e, e);
        }
        if (!Files.isWritable(logs.directory())) {
            throw new StartException("logs.directory: cannot write to " + logs.directory());
        }
        LoggerContext context = reset(levelOf(logs.level()));
        if (console) {
            attach(context, console(context, logs.format()));
        }
        attach(context, file(context, logs));
    }

    /** From now on this much is logged. */
    static void setLevel(LogLevel level) {
        setLevel((LoggerContext) LoggerFactory.getILoggerFactory(), levelOf(level));
    }

    private static void setLevel(LoggerContext context, Level level) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        context.getLogger("io.netty").setLevel(level == Level.DEBUG ? Level.INFO : null);
        // Members of a cluster are talkative: what matters of it the origin says itself.
        boolean all = level.levelInt >= Level.WARN.levelInt || level == Level.TRACE;
        context.getLogger("com.hazelcast").setLevel(all ? null : Level.WARN);
    }

    /** Writes out what is buffered and closes the files. */
    static void end() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static LoggerContext reset(Level level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        setLevel(context, level);
        return context;
    }

    private static void attach(LoggerContext context, Appender<ILoggingEvent> appender) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private static Level levelOf(LogLevel level) {
        return switch (level) {
            case NOTHING -> Level.OFF;
            case FATAL, CRITIC, ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case NOTE, INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }

    private static Appender<ILoggingEvent> console(
            LoggerContext context, LogsConfig.Format format) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        return started(console, context, format);
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
        return started(file, context, logs.format());
    }

    private static Appender<ILoggingEvent> started(
            OutputStreamAppender<ILoggingEvent> appender,
            LoggerContext context,
            LogsConfig.Format format) {
        appender.setContext(context);
        appender.setEncoder(encoder(context, format));
        appender.addFilter(new Frontstage());
        appender.start();
        return appender;
    }

    /** Takes what happens backstage for what it is. */
    private static final class Frontstage extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return Backstage.isHere() && !event.getLevel().isGreaterOrEqual(Level.ERROR)
                    ? FilterReply.DENY
                    : FilterReply.NEUTRAL;
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogsConfig.Format format) {
        if (format == LogsConfig.Format.JSON) {
            Encoder<ILoggingEvent> lines = new JsonLines();
            lines.setContext(context);
            lines.start();
            return lines;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }
}
