package io.cumulonimbus.origin.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a port scan of an origin would find, as the system knows it. */
class OpenPortsTest {
    private static final String LISTENING = "0A";

    @TempDir Path home;

    @Test
    void onlyTheDocumentedPortsAreOpenAndOnlyTheLoopbackForEdgesAndOperators() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")));
        List<Integer> free = freePorts(6);
        Path pidFile = home.resolve("pid");
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "start",
                                "--home",
                                home.toString(),
                                "--pidfile",
                                pidFile.toString()));
        // Everything else is as nobody sets it: the addresses above all.
        for (String setting :
                List.of(
                        "port=" + free.get(0),
                        "rtmp.port=" + free.get(0),
                        "rtmps.port=" + free.get(1),
                        "http.port=" + free.get(2),
                        "https.port=" + free.get(3),
                        "edges.activated=true",
                        "edges.port=" + free.get(4),
                        "admin.port=" + free.get(5))) {
            arguments.addAll(List.of("--set", setting));
        }
        try (JavaProgram origin =
                JavaProgram.start(
                        OriginCommand.class.getName(),
                        home,
                        Map.of(),
                        arguments.toArray(String[]::new))) {
            origin.ready();
            Set<String> inodes = sockets(Files.readString(pidFile).strip());
            assertThat(ports(inodes, "tcp"))
                    .containsExactlyInAnyOrder(
                            "any:" + free.get(0),
                            "any:" + free.get(1),
                            "any:" + free.get(2),
                            "any:" + free.get(3),
                            "loopback:" + free.get(4),
                            "loopback:" + free.get(5));
            assertThat(ports(inodes, "udp")).containsExactly("any:" + free.get(0));
            origin.terminate();
            assertThat(origin.exitCode()).isZero();
        }
    }

    /** The sockets of a process, by their numbers. */
    private static Set<String> sockets(String pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", pid, "fd"))) {
            for (Path file : files.toList()) {
                String target = target(file);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    /** Files come and go while they are listed. */
    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Where they listen, or, of UDP, receive from anybody. */
    private static Set<String> ports(Set<String> inodes, String protocol) throws IOException {
        Set<String> ports = new TreeSet<>();
        for (String table : List.of(protocol, protocol + "6")) {
            Path file = Path.of("/proc/net", table);
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
                String[] parts = line.strip().split("\\s+");
                boolean open = protocol.equals("udp") || parts[3].equals(LISTENING);
                if (open && inodes.contains(parts[9])) {
                    ports.add(place(parts[1]));
                }
            }
        }
        return ports;
    }

    /** Words of 32 bits in the order of the machine, a colon, and the port. */
    private static String place(String local) {
        int colon = local.indexOf(':');
        String address = local.substring(0, colon);
        int port = Integer.parseInt(local.substring(colon + 1), 16);
        if (address.matches("0+")) {
            return "any:" + port;
        }
        boolean loopback =
                address.endsWith("0100007F") || address.equals("00000000000000000000000001000000");
        return (loopback ? "loopback:" : address + ":") + port;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0")));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
