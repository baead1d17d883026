package io.cumulonimbus.config.command;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.launch.ControlLine;
import io.cumulonimbus.config.launch.Launcher;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.SourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The process of a program that these settings describe, whether there is one or not. */
final class RunningProgram {
    private final String name;
    private final Path door;

    private RunningProgram(String name, Path door) {
        this.name = name;
        this.door = door;
    }

    static <C> RunningProgram of(Program<C> program, SourceOptions options) throws ConfigException {
        C config = program.load(options.sources(program.keys(), System.getenv()));
        return new RunningProgram(
                program.keys().program(), ControlLine.file(program.keys(), program.logs(config)));
    }

    /** What it answers; empty when it does not run. */
    Optional<List<String>> ask(String word) {
        return ControlLine.ask(door, word);
    }

    Optional<ProcessHandle> process() {
        return ask(ControlLine.STATUS)
                .flatMap(lines -> ControlLine.find(lines, "pid"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)));
    }

    /** The process whose number a file has. */
    static Optional<ProcessHandle> named(Path pidFile) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Why nobody answers, for people. */
    String absent() {
        return name + " does not run: nobody answers at " + door;
    }

    /** Prints what is wrong with the settings; answers the exit code. */
    static int wrong(Program<?> program, ConfigException e) {
        System.err.println(program.keys().program() + ": " + e.getMessage());
        return Launcher.WRONG_CONFIG;
    }
}
