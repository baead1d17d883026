package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.origin.command.OriginCommand;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An origin in a process of its own, which dies and comes back on the same ports. */
final class MortalOrigin implements AutoCloseable {
    private final Path home;
    private final String secret;
    private final int port;
    private final int edgesPort;
    private JavaProgram process;

    private MortalOrigin(Path home, String secret) throws IOException {
        this.home = home;
        this.secret = secret;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket udp = new DatagramSocket(0, loopback);
                ServerSocket tcp = new ServerSocket(0, 1, loopback)) {
            port = udp.getLocalPort();
            edgesPort = tcp.getLocalPort();
        }
    }

    /** Starts it, and waits until it is ready. */
    static MortalOrigin start(Path home, String secret) throws IOException {
        MortalOrigin origin = new MortalOrigin(home, secret);
        origin.startAgain();
        return origin;
    }

    /** Where edges link. */
    HostPort edgesAddress() {
        return new HostPort("127.0.0.1", edgesPort);
    }

    /** SIGKILL. */
    void kill() {
        process.close();
    }

    /** Another process in its place; answers when that is ready. */
    void startAgain() {
        process = program();
        process.ready();
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        String pid = Files.readString(home.resolve("origin.pid")).strip();
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
        Path threads = Path.of("/proc", pid, "task");
        if (name.equals("STOP") && Files.isDirectory(threads)) {
            // the last thread may go on for a while where processors are scarce
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> standStill(threads));
        }
    }

    private static boolean standStill(Path threads) throws IOException {
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (!stat.substring(stat.lastIndexOf(')')).startsWith(") T")) {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private JavaProgram program() {
        return JavaProgram.start(
                OriginCommand.class.getName(),
                home,
                Map.of("CUMULONIMBUS_EDGES_SECRET", secret),
                "start",
                "--home",
                home.toString(),
                "--pidfile",
                home.resolve("origin.pid").toString(),
                "--set",
                "address=127.0.0.1",
                "--set",
                "port=" + port,
                "--set",
                "edges.activated=true",
                "--set",
                "edges.port=" + edgesPort,
                "--set",
                "rtmp.port=0",
                "--set",
                "rtmps.port=0",
                "--set",
                "http.port=0",
                "--set",
                "https.port=0",
                "--set",
                "threads=2");
    }
}
