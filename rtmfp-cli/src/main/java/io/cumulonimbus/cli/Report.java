package io.cumulonimbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a command tells while it works: lines for people on standard error (with a moving line of
 * progress when that is a terminal), or one JSON object per line.
 */
final class Report {
    private static final long PROGRESS_NS = 1_000_000_000L;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean json;
    private final boolean terminal;
    private final long beganNs = System.nanoTime();
    private long lastProgressNs = beganNs;
    private boolean progressShown;

    private Report(PrintStream out, boolean json, boolean terminal) {
        this.out = out;
        this.json = json;
        this.terminal = terminal;
    }

    /** JSON lines on {@code out}. */
    static Report json(PrintStream out) {
        return new Report(out, true, false);
    }

    /** Text on standard error. */
    static Report text() {
        return new Report(System.err, false, errorIsTerminal());
    }

    /** Something happened once: {@code words} for people, the event with its facts for programs. */
    void event(String event, String words, Map<String, ?> facts) {
        if (json) {
            line(event, facts);
        } else {
            clear();
            out.println(words);
        }
        out.flush();
    }

    /** How far it is, at most once a second. */
    void progress(long messages, long bytes, long positionMs) {
        long nowNs = System.nanoTime();
        if (nowNs - lastProgressNs < PROGRESS_NS) {
            return;
        }
        lastProgressNs = nowNs;
        if (json) {
            line(
                    "progress",
                    Map.of("messages", messages, "bytes", bytes, "positionMs", positionMs));
            out.flush();
        } else if (terminal) {
            out.print(ERASE + amount(messages, bytes, positionMs));
            out.flush();
            progressShown = true;
        }
    }

    /** {@code 12.3 s, 1,234 messages, 567.8 kB}. */
    static String amount(long messages, long bytes, long positionMs) {
        return String.format(
                Locale.ROOT,
                "%.1f s, %,d messages, %,.1f kB",
                positionMs / 1e3,
                messages,
                bytes / 1e3);
    }

    void failure(CommandFailure failure) {
        event(
                "error",
                "rtmfp: " + failure.getMessage(),
                Map.of(
                        "message",
                        failure.getMessage(),
                        "reason",
                        failure.exitCode().name().toLowerCase(Locale.ROOT),
                        "exitCode",
                        failure.exitCode().number()));
    }

    private void line(String event, Map<String, ?> facts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("event", event);
        node.put("elapsedMs", (System.nanoTime() - beganNs) / 1_000_000);
        new java.util.TreeMap<>(facts).forEach((name, fact) -> put(node, name, fact));
        out.println(node);
    }

    private static void put(ObjectNode node, String name, Object fact) {
        switch (fact) {
            case JsonNode value -> node.set(name, value);
            case Integer number -> node.put(name, number);
            case Long number -> node.put(name, number);
            case Double number -> node.put(name, number);
            default -> node.put(name, fact.toString());
        }
    }

    private void clear() {
        if (progressShown) {
            out.print(ERASE);
            progressShown = false;
        }
    }

    /** Java cannot say which of the three streams is a terminal; the system can. */
    private static boolean errorIsTerminal() {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
