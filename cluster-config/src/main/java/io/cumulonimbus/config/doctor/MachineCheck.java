package io.cumulonimbus.config.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What the system grants: buffers of sockets, files, memory, and the right time. */
final class MachineCheck {
    private static final int WANTED_BUFFER = 4 << 20;
    private static final long LEAST_FILES = 65_536;
    private static final long LEAST_HEAP = 256L << 20;
    private static final long PATIENCE_S = 5;

    private MachineCheck() {}

    /** Figures that this system does not tell are left out. */
    static List<Finding> look(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        buffers(patient.udpBufferSize()).ifPresent(findings::add);
        files().ifPresent(findings::add);
        findings.add(heap());
        findings.add(clock());
        return findings;
    }

    private static Optional<Finding> buffers(int asked) {
        OptionalLong most = number(Path.of("/proc/sys/net/core/rmem_max"));
        if (most.isEmpty()) {
            return Optional.empty();
        }
        String sysctl = "sysctl -w net.core.rmem_max=%1$d net.core.wmem_max=%1$d";
        if (asked > most.getAsLong()) {
            return Optional.of(
                    Finding.bad(
                            "udpBufferSize "
                                    + asked
                                    + " is more than the system gives ("
                                    + most.getAsLong()
                                    + "): "
                                    + sysctl.formatted(asked)));
        }
        long got = asked > 0 ? asked : Math.min(WANTED_BUFFER, most.getAsLong());
        return Optional.of(
                got >= WANTED_BUFFER
                        ? Finding.ok("UDP buffers of " + got + " bytes")
                        : Finding.note(
                                "UDP buffers of "
                                        + got
                                        + " bytes lose packets under bursts: "
                                        + sysctl.formatted(WANTED_BUFFER)
                                        + (asked > 0 ? " and set udpBufferSize=0" : "")));
    }

    private static Optional<Finding> files() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                if (line.startsWith("Max open files")) {
                    // The Java machine raises the soft limit to the hard one.
                    String hard =
                            line.substring("Max open files".length()).strip().split("\\s+")[1];
                    long limit = hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
                    return Optional.of(
                            limit >= LEAST_FILES
                                    ? Finding.ok("open files: up to " + hard)
                                    : Finding.note(
                                            "open files: up to "
                                                    + hard
                                                    + ", each RTMP client is one: ulimit -Hn "
                                                    + LEAST_FILES
                                                    + " or LimitNOFILE of systemd"));
                }
            }
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Finding heap() {
        long heap = Runtime.getRuntime().maxMemory();
        String what = "memory for Java: %d MB".formatted(heap >> 20);
        return heap >= LEAST_HEAP
                ? Finding.ok(what)
                : Finding.note(what + ": give more with CUMULONIMBUS_JAVA_OPTIONS=-Xmx512m");
    }

    /** Tokens and certificates end by the clock; the protocol itself does not need it. */
    private static Finding clock() {
        if (Files.exists(Path.of("/run/systemd/timesync/synchronized"))) {
            return Finding.ok("the clock is synchronized");
        }
        try {
            Process asked =
                    new ProcessBuilder("timedatectl", "show", "-p", "NTPSynchronized")
                            .redirectErrorStream(true)
                            .start();
            if (asked.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                String said =
                        new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (said.contains("=yes")) {
                    return Finding.ok("the clock is synchronized");
                }
            }
            asked.destroyForcibly();
        } catch (IOException none) {
            return clockUnknown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return clockUnknown();
    }

    private static Finding clockUnknown() {
        return Finding.note(
                "the clock says "
                        + Instant.now()
                        + " and is not known to be synchronized: tokens and certificates need it;"
                        + " install systemd-timesyncd or chrony");
    }

    /**
     * The number in a file of the system, if it is there. Such files say all they have at the first
     * reading, whatever room there is, and {@link Files#readString} begins with a single byte.
     */
    static OptionalLong number(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return OptionalLong.of(Long.parseLong(lines.readLine().strip()));
        } catch (IOException | RuntimeException unknown) {
            return OptionalLong.empty();
        }
    }
}
