package io.cumulonimbus.cli;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionTimeoutException;

/** A program on a host of {@link Networks}, and the lines that it said. Closing kills it. */
final class HostProgram implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();

    HostProgram(Networks networks, String host, ProcessBuilder program) throws IOException {
        process = networks.on(host, program).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "output of " + host);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(said::add);
        } catch (IOException | RuntimeException over) {
            said.add("END");
        }
    }

    /** All lines so far, those for errors too. */
    List<String> said() {
        return said;
    }

    /** The first line that begins with this; fails when the program ends or a minute passes. */
    String line(String beginning) {
        try {
            await().atMost(PATIENCE).until(() -> find(beginning).isPresent() || !process.isAlive());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("no '" + beginning + "' in\n" + String.join("\n", said), late);
        }
        return find(beginning)
                .orElseThrow(() -> new AssertionError("ended:\n" + String.join("\n", said)));
    }

    private Optional<String> find(String beginning) {
        return said.stream().filter(line -> line.startsWith(beginning)).findFirst();
    }

    /** Writes a line for it to read. */
    void say(String command) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
