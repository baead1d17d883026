package io.cumulonimbus.edge.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.process.JavaProgram;
import io.cumulonimbus.testkit.process.ShellCompletion;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code edge start} as scripts and service managers see it. */
class EdgeProcessTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir Path home;

    @Test
    void withoutAnOriginItWarnsIsReadyAndStopsInOrderOnSigterm() throws Exception {
        int port = freeUdpPort();
        int nobody = freeTcpPort();
        try (JavaProgram edge =
                start("port=" + port, "serverAddress=127.0.0.1:" + nobody, "secret=s3cret")) {
            assertThat(edge.ready()).isEqualTo("READY rtmfp=127.0.0.1:" + port + "/udp");
            edge.terminate();
            assertThat(edge.exitCode()).isZero();
            assertThat(edge.errors())
                    .contains("WARN")
                    .contains("127.0.0.1:" + nobody)
                    .doesNotContain("s3cret");
            assertThat(edge.output().lines()).hasSize(1);
        }
    }

    @Test
    void aUdpPortInUseIsNamed() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK);
                JavaProgram edge = start("port=" + taken.getLocalPort(), "secret=s3cret")) {
            assertThat(edge.exitCode()).isEqualTo(1);
            assertThat(edge.errors())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("in use");
            assertThat(edge.output()).isEmpty();
        }
    }

    @Test
    void aMissingSecretIsAConfigurationError() throws Exception {
        try (JavaProgram edge = start("port=" + freeUdpPort(), "serverAddress=192.0.2.1:1936")) {
            assertThat(edge.exitCode()).isEqualTo(78);
            assertThat(edge.errors()).contains("secret: expected the origin's edges.secret");
        }
    }

    @Test
    void theSecretMayComeFromTheEnvironment() throws Exception {
        try (JavaProgram edge =
                JavaProgram.start(
                        EdgeCommand.class.getName(),
                        home,
                        Map.of("CUMULONIMBUS_SECRET", "s3cret"),
                        "start",
                        "--set",
                        "port=none")) {
            assertThat(edge.exitCode()).isEqualTo(78);
            assertThat(edge.errors())
                    .startsWith("edge: --set: port: expected a port number from 1 to 65535, or")
                    .endsWith("found 'none'\n");
        }
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        try (JavaProgram edge =
                JavaProgram.start(EdgeCommand.class.getName(), home, Map.of(), "start", "-q")) {
            assertThat(edge.exitCode()).isEqualTo(2);
            assertThat(edge.errors()).contains("-q");
        }
    }

    @Test
    void aShellCompletesCommandsAndOptions() throws Exception {
        try (JavaProgram edge =
                JavaProgram.start(EdgeCommand.class.getName(), home, Map.of(), "completion")) {
            assertThat(edge.exitCode()).isZero();
            Path script = Files.writeString(home.resolve("completion"), edge.output());
            assertThat(ShellCompletion.offered(script, "edge", "sta"))
                    .contains("start", "status")
                    .doesNotContain("lint", "stop");
            assertThat(ShellCompletion.offered(script, "edge", "drain", "--pidf"))
                    .contains("--pidfile");
        }
    }

    private JavaProgram start(String... assignments) {
        List<String> arguments = new ArrayList<>(List.of("start", "--home", home.toString()));
        arguments.addAll(List.of("--set", "address=127.0.0.1"));
        Arrays.stream(assignments).forEach(a -> arguments.addAll(List.of("--set", a)));
        return JavaProgram.start(
                EdgeCommand.class.getName(), home, Map.of(), arguments.toArray(String[]::new));
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
