package io.cumulonimbus.config.launch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Log lines as JSON objects, one on each line: {@code time} (RFC 3339, UTC), {@code level}, {@code
 * thread}, {@code logger}, {@code message}, then what was logged by name, and {@code exception}.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];
    private static final int USUAL = 256;

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(USUAL);
        line.append('{');
        member(line, "time", event.getInstant().toString());
        member(line, "level", event.getLevel().toString());
        member(line, "thread", event.getThreadName());
        member(line, "logger", event.getLoggerName());
        member(line, "message", event.getFormattedMessage());
        List<KeyValuePair> named = event.getKeyValuePairs();
        if (named != null) {
            named.forEach(pair -> member(line, pair.key, String.valueOf(pair.value)));
        }
        if (event.getThrowableProxy() != null) {
            member(line, "exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(StringBuilder line, String name, String value) {
        if (line.length() > 1) {
            line.append(',');
        }
        quote(line, name);
        line.append(':');
        quote(line, value == null ? "" : value);
    }

    /** Also escapes what ends a line for some readers. */
    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> {
                    if (c < ' ' || c >= 0x7f && c < 0xa0 || c == '\u2028' || c == '\u2029') {
                        line.append("\\u%04x".formatted((int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }
}
