package io.cumulonimbus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Another process of this machine, as Linux accounts for it. */
final class ServerProcess {
    /** Linux tells times in this unit whatever the kernel's own is (USER_HZ). */
    private static final double TICK_MS = 10;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    private final Path directory;

    private ServerProcess(Path directory) {
        this.directory = directory;
    }

    /**
     * What it has used.
     *
     * @param cpuMs processor time, user and system, since its start, in steps of 10 ms
     * @param residentKb memory that it occupies now
     */
    record Usage(double cpuMs, long residentKb) {}

    /** The process with this number. */
    static ServerProcess of(long pid) throws CommandFailure {
        ServerProcess process = new ServerProcess(Path.of("/proc", Long.toString(pid)));
        process.usage();
        return process;
    }

    /** What it has used so far. */
    Usage usage() throws CommandFailure {
        try {
            return new Usage(
                    cpuMs(Files.readString(directory.resolve("stat"))),
                    residentKb(Files.readAllLines(directory.resolve("status"))));
        } catch (IOException | RuntimeException e) {
            throw new CommandFailure(
                    ExitCode.FILE, "--pid: " + directory + " cannot be read: " + e.getMessage());
        }
    }

    /** The name of the program is in parentheses and may hold anything, blanks too. */
    static double cpuMs(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_MS;
    }

    static long residentKb(List<String> status) {
        for (String line : status) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
