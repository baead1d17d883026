package io.cumulonimbus.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Hosts on networks of their own: Linux network namespaces around a bridge that is their internet,
 * which begin and end with a test. Needs root.
 */
final class Networks implements AutoCloseable {
    private static final String PREFIX = "cumulonimbus-test-";
    private static final String MIDDLE = "middle";

    /** What a translator does with what its host has not asked for, and with its own ports. */
    enum Translator {
        /** One port for all, and everybody is let in. */
        FULL_CONE,
        /** One port for all, and only the addresses that were sent to are let in. */
        PORT_RESTRICTED,
        /** Another port for each destination. */
        SYMMETRIC
    }

    private final String prefix = PREFIX + ProcessHandle.current().pid() + "-";
    private final List<String> spaces = new ArrayList<>();

    private Networks() {}

    /** Why there can be none here, if so. */
    static Optional<String> whyNot() {
        String trial = PREFIX + ProcessHandle.current().pid() + "-trial";
        if (!does("ip", "netns", "add", trial)) {
            return Optional.of("network namespaces need root, and ip of iproute2");
        }
        try {
            return does(in(trial, "iptables", "-t", "nat", "-S"))
                    ? Optional.empty()
                    : Optional.of("iptables is not installed, or cannot translate addresses here");
        } finally {
            does("ip", "netns", "del", trial);
        }
    }

    /** An internet without hosts. */
    static Networks open() {
        tidy();
        Networks networks = new Networks();
        networks.space(MIDDLE);
        networks.on(MIDDLE, "ip", "link", "add", "bridge", "type", "bridge");
        networks.on(MIDDLE, "ip", "link", "set", "bridge", "up");
        return networks;
    }

    /** What others left behind that were killed. */
    private static void tidy() {
        try {
            for (String line : output("ip", "netns", "list").split("\n")) {
                String name = line.split(" ")[0];
                if (name.startsWith(PREFIX)) {
                    String pid = name.substring(PREFIX.length()).split("-")[0];
                    if (!Files.exists(Path.of("/proc", pid))) {
                        does("ip", "netns", "del", name);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void space(String name) {
        must("ip", "netns", "add", prefix + name);
        spaces.add(name);
        on(name, "ip", "link", "set", "lo", "up");
    }

    /**
     * A host of the internet.
     *
     * @param address IPv4; all addresses there share their first three bytes
     */
    void host(String name, String address) {
        space(name);
        wire(name, "out", address);
    }

    /** A cable from a host to the internet. */
    private void wire(String name, String device, String address) {
        String there = "to-" + Integer.toHexString(spaces.size());
        must(
                "ip",
                "link",
                "add",
                device,
                "netns",
                prefix + name,
                "type",
                "veth",
                "peer",
                "name",
                there,
                "netns",
                prefix + MIDDLE);
        on(name, "ip", "address", "add", address + "/24", "dev", device);
        on(name, "ip", "link", "set", device, "up");
        on(MIDDLE, "ip", "link", "set", there, "master", "bridge", "up");
    }

    /**
     * A host of a private network, behind a translator.
     *
     * @param publicly the translator's address
     * @param privately the host's; the translator has the one that ends in 254 there
     */
    void hostBehind(Translator kind, String name, String publicly, String privately) {
        String translator = name + "-nat";
        space(translator);
        wire(translator, "out", publicly);
        space(name);
        must(
                "ip",
                "link",
                "add",
                "out",
                "netns",
                prefix + name,
                "type",
                "veth",
                "peer",
                "name",
                "in",
                "netns",
                prefix + translator);
        String gateway = privately.substring(0, privately.lastIndexOf('.')) + ".254";
        on(translator, "ip", "address", "add", gateway + "/24", "dev", "in");
        on(translator, "ip", "link", "set", "in", "up");
        on(name, "ip", "address", "add", privately + "/24", "dev", "out");
        on(name, "ip", "link", "set", "out", "up");
        on(name, "ip", "route", "add", "default", "via", gateway);
        on(translator, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        // What comes in unasked must leave no trace, or it would take the port from the host.
        on(translator, "iptables", "-A", "INPUT", "-i", "out", "-j", "DROP");
        List<String> rule =
                new ArrayList<>(
                        List.of(
                                "iptables",
                                "-t",
                                "nat",
                                "-A",
                                "POSTROUTING",
                                "-o",
                                "out",
                                "-j",
                                "MASQUERADE"));
        if (kind == Translator.SYMMETRIC) {
            rule.add("--random-fully");
        }
        on(translator, rule.toArray(String[]::new));
        if (kind == Translator.FULL_CONE) {
            on(
                    translator,
                    "iptables",
                    "-t",
                    "nat",
                    "-A",
                    "PREROUTING",
                    "-i",
                    "out",
                    "-p",
                    "udp",
                    "-j",
                    "DNAT",
                    "--to-destination",
                    privately);
        }
    }

    /** Whether a host's cable is in. */
    void plug(String name, boolean in) {
        on(name, "ip", "link", "set", "out", in ? "up" : "down");
    }

    /** From now on a host loses so much of what others send it. */
    void lose(String name, double share) {
        on(
                name,
                "iptables",
                "-A",
                "INPUT",
                "-i",
                "out",
                "-m",
                "statistic",
                "--mode",
                "random",
                "--probability",
                "" + share,
                "-j",
                "DROP");
    }

    /** It loses nothing any more. */
    void loseNothing(String name) {
        on(name, "iptables", "-F", "INPUT");
    }

    /** Has a program run on a host. */
    ProcessBuilder on(String name, ProcessBuilder program) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
        command.addAll(program.command());
        return program.command(command);
    }

    private void on(String name, String... command) {
        must(in(prefix + name, command));
    }

    private static String[] in(String space, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", space));
        all.addAll(Arrays.asList(command));
        return all.toArray(String[]::new);
    }

    private static void must(String... command) {
        if (!does(command)) {
            throw new AssertionError("failed: " + String.join(" ", command));
        }
    }

    private static boolean does(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        spaces.forEach(name -> does("ip", "netns", "del", prefix + name));
    }
}
