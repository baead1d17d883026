package io.cumulonimbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
 * @param output what it wrote on standard output
 */
record CommandRun(int code, String text, String output) {
    /** Runs it; one at a time, as the outputs are those of the whole process. */
    static CommandRun of(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream written = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(new Both(output, written), true, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(both);
        System.setErr(written);
        try {
            int code = Stage.rtmfp(arguments);
            return new CommandRun(
                    code,
                    bytes.toString(StandardCharsets.UTF_8),
                    output.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Writes to two. */
    private static final class Both extends FilterOutputStream {
        private final OutputStream other;

        Both(OutputStream one, OutputStream other) {
            super(one);
            this.other = other;
        }

        @Override
        public void write(int b) throws IOException {
            super.write(b);
            other.write(b);
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
