package io.cumulonimbus.testkit.ffmpeg;

import java.io.IOException;
import java.util.List;

/**
 * The bundled programs on the command line, for scripts: {@code FfmpegTool ffmpeg|ffprobe
 * ARGUMENTS...}; where none is bundled for this platform, those that are installed.
 */
public final class FfmpegTool {
    private FfmpegTool() {}

    /** Runs the program with our own standard streams and ends with its exit code. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> command = List.of(arguments);
        if (command.isEmpty() || !List.of("ffmpeg", "ffprobe").contains(command.get(0))) {
            System.err.println("usage: FfmpegTool ffmpeg|ffprobe ARGUMENTS...");
            System.exit(2);
        }
        ProcessBuilder program =
                Ffmpeg.onClassPath()
                        .map(
                                tools ->
                                        tools.program(
                                                command.get(0), command.subList(1, command.size())))
                        .orElseGet(() -> new ProcessBuilder(command));
        System.exit(program.inheritIO().start().waitFor());
    }
}
