package io.cumulonimbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command of the command line that ran here, and what it told.
 *
 * @param code its exit code
 * @param text what it wrote, on both outputs
 */
record CommandRun(int code, String text) {
    /** Runs it; one at a time, as the outputs are those of the whole process. */
    static CommandRun of(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream written = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(written);
        System.setErr(written);
        try {
            int code = Stage.rtmfp(arguments);
            return new CommandRun(code, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** What it told with {@code --json}, line by line. */
    List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        for (String line : text.lines().filter(line -> line.startsWith("{")).toList()) {
            try {
                events.add(new ObjectMapper().readTree(line));
            } catch (IOException bad) {
                throw new UncheckedIOException(line, bad);
            }
        }
        return events;
    }

    /** The last of these. */
    JsonNode last() {
        return events().getLast();
    }
}
