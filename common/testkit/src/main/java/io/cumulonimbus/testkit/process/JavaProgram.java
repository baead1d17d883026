package io.cumulonimbus.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A main class of the test's class path in a process of its own. Its output is collected; closing
 * kills it.
 */
public final class JavaProgram implements AutoCloseable {
    /** Many machines start as many at once as they can. */
    private static final long PATIENCE_S = 180;

    private final Process process;
    private final Output output;
    private final Output errors;

    private JavaProgram(Process process) {
        this.process = process;
        this.output = new Output(process.getInputStream(), "READY");
        this.errors = new Output(process.getErrorStream(), "READY");
    }

    /**
     * Starts it.
     *
     * @param folder working directory
     * @param environment added to our own
     */
    public static JavaProgram start(
            String mainClass, Path folder, Map<String, String> environment, String... arguments) {
        ProcessBuilder builder = builder(mainClass, arguments).directory(folder.toFile());
        builder.environment().putAll(environment);
        try {
            return new JavaProgram(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that was started from a {@link #builder}. */
    public static JavaProgram of(Process started) {
        return new JavaProgram(started);
    }

    /** The same, ready to be started with streams of the caller's choice. */
    public static ProcessBuilder builder(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /**
     * The line that begins with {@code READY}; fails when the program ends or 3 min pass before.
     */
    public String ready() {
        try {
            return output.marked.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("not ready:\n" + output.text() + errors.text(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends SIGTERM, and goes on collecting output. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** The exit code; fails when it does not come within 3 min. */
    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new AssertionError("still runs:\n" + output.text() + errors.text());
            }
            output.ended.join();
            errors.ended.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Standard output so far; all of it after {@link #exitCode()}. */
    public String output() {
        return output.text();
    }

    /** Standard error so far; all of it after {@link #exitCode()}. */
    public String errors() {
        return errors.text();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** One stream of the process, read by a thread of its own. */
    private static final class Output {
        private final StringBuffer text = new StringBuffer();
        private final CompletableFuture<String> marked = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        Output(InputStream in, String mark) {
            Thread reader = new Thread(() -> read(in, mark), "process output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream in, String mark) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    text.append(line).append('\n');
                    if (line.startsWith(mark)) {
                        marked.complete(line);
                    }
                }
            } catch (IOException e) {
                text.append(e).append('\n');
            } finally {
                marked.completeExceptionally(new IllegalStateException("ended before " + mark));
                ended.complete(null);
            }
        }

        String text() {
            return text.toString();
        }
    }
}
