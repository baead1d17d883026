package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The start of a program in the background: the same command once more, in a session of its own,
 * with what it writes in {@code <logs.name>.out} beside the log files.
 */
final class Background {
    /** Tells a process that it is the one that serves. */
    static final String INSIDE = "--in-background";

    private static final long LOOK_EVERY_MS = 50;

    private Background() {}

    /** Starts it, and waits until it serves or has ended; answers the exit code. */
    static <C> int start(Program<C> program, StartOptions options) {
        KeyTable keys = program.keys();
        try {
            C config = program.load(options.sources(keys, System.getenv()));
            LogsConfig logs = options.logs(program.logs(config));
            Files.createDirectories(logs.directory());
            Path output = logs.directory().resolve(logs.name() + ".out");
            Files.deleteIfExists(output);
            Process process =
                    new ProcessBuilder(command())
                            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            return await(process, output);
        } catch (ConfigException e) {
            System.err.println(keys.program() + ": " + e.getMessage());
            return Launcher.WRONG_CONFIG;
        } catch (IOException e) {
            System.err.println(keys.program() + ": cannot start in the background: " + e);
            return Launcher.NOT_STARTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Launcher.NOT_STARTED;
        }
    }

    private static int await(Process process, Path output)
            throws IOException, InterruptedException {
        while (true) {
            boolean ended = process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            List<String> said = Files.readAllLines(output);
            Optional<String> ready = said.stream().filter(l -> l.startsWith("READY ")).findFirst();
            if (ended) {
                said.forEach(System.err::println);
                return process.exitValue() == 0 ? Launcher.NOT_STARTED : process.exitValue();
            }
            if (ready.isPresent()) {
                System.out.println(ready.get());
                return 0;
            }
        }
    }

    private static File nothing() {
        Path unix = Path.of("/dev/null");
        return (Files.exists(unix) ? unix : Path.of("NUL")).toFile();
    }

    /** This process' own, and that it is to serve; the terminal's hang-up does not reach it. */
    private static List<String> command() {
        List<String> command = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) {
            command.add(setsid.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(Launcher.arguments());
        command.add(INSIDE);
        return command;
    }
}
