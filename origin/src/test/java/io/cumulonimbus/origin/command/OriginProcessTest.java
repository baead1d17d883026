package io.cumulonimbus.origin.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code origin start} as scripts and service managers see it. */
class OriginProcessTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir Path home;

    @Test
    void row2SaysReadyWithItsPortAndStopsInOrderOnSigterm() throws Exception {
        int port = freeUdpPort();
        try (JavaProgram origin = start("port=" + port)) {
            assertThat(origin.ready()).isEqualTo("READY rtmfp=127.0.0.1:" + port + "/udp");
            origin.terminate();
            assertThat(origin.exitCode()).isZero();
            assertThat(origin.output().lines()).hasSize(1);
            assertThat(home.resolve("logs/log.0")).content().contains("stopped");
        }
        try (DatagramSocket again = new DatagramSocket(port, LOOPBACK)) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void row4TheNumberOfTheProcessIsInAFileWhileItServes() throws Exception {
        Path file = home.resolve("origin.pid");
        try (JavaProgram origin =
                JavaProgram.start(
                        OriginCommand.class.getName(),
                        home,
                        Map.of(),
                        arguments(
                                List.of("--pidfile", file.toString()), "port=" + freeUdpPort()))) {
            origin.ready();
            long pid = Long.parseLong(Files.readString(file).strip());
            assertThat(ProcessHandle.of(pid))
                    .hasValueSatisfying(p -> assertThat(p.isAlive()).isTrue());
            assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
            origin.terminate();
            assertThat(origin.exitCode()).isZero();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void namesEachOfItsAddresses() throws Exception {
        int port = freeUdpPort();
        try (JavaProgram origin = start("port=" + port, "address=127.0.0.1, 127.0.0.2")) {
            assertThat(origin.ready())
                    .isEqualTo(
                            "READY rtmfp=127.0.0.1:%d/udp rtmfp=127.0.0.2:%d/udp"
                                    .formatted(port, port));
        }
    }

    @Test
    void namesThePortOfTheEdgesToo() throws Exception {
        int port = freeUdpPort();
        int edges = freeTcpPort();
        try (JavaProgram origin =
                start(
                        "port=" + port,
                        "edges.activated=true",
                        "edges.port=" + edges,
                        "edges.secret=s3cret")) {
            assertThat(origin.ready())
                    .isEqualTo(
                            "READY rtmfp=127.0.0.1:%d/udp edges=127.0.0.1:%d/tcp"
                                    .formatted(port, edges));
            origin.terminate();
            assertThat(origin.exitCode()).isZero();
            assertThat(origin.errors()).doesNotContain("s3cret");
        }
    }

    @Test
    void namesThePortOfOperatorsToo() throws Exception {
        int port = freeUdpPort();
        int admin = freeTcpPort();
        try (JavaProgram origin = start("port=" + port, "admin.port=" + admin)) {
            assertThat(origin.ready())
                    .isEqualTo(
                            "READY rtmfp=127.0.0.1:%d/udp admin=127.0.0.1:%d/tcp"
                                    .formatted(port, admin));
            origin.terminate();
            assertThat(origin.exitCode()).isZero();
        }
    }

    @Test
    void namesThePortsOfRtmpToo() throws Exception {
        int port = freeUdpPort();
        int rtmp = freeTcpPort();
        int http = freeTcpPort();
        int rtmps = freeTcpPort();
        int https = freeTcpPort();
        try (JavaProgram origin =
                start(
                        "port=" + port,
                        "rtmp.port=" + rtmp,
                        "http.port=" + http,
                        "rtmps.port=" + rtmps,
                        "https.port=" + https)) {
            assertThat(origin.ready())
                    .isEqualTo(
                            ("READY rtmfp=127.0.0.1:%d/udp rtmp=127.0.0.1:%d/tcp"
                                            + " rtmps=127.0.0.1:%d/tcp http=127.0.0.1:%d/tcp"
                                            + " https=127.0.0.1:%d/tcp")
                                    .formatted(port, rtmp, rtmps, http, https));
            assertThat(home.resolve("tls/certificate.pem")).exists();
        }
    }

    @Test
    void whoTriesRtmpeIsRefusedAndTheLogRecommendsTls() throws Exception {
        int rtmp = freeTcpPort();
        int http = freeTcpPort();
        try (JavaProgram origin =
                start("port=" + freeUdpPort(), "rtmp.port=" + rtmp, "http.port=" + http)) {
            origin.ready();
            try (Socket socket = new Socket(LOOPBACK, rtmp)) {
                socket.getOutputStream().write(6);
                assertThat(socket.getInputStream().readAllBytes()).containsExactly(3);
            }
            try (Socket socket = new Socket(LOOPBACK, http)) {
                String id = post(socket, "/open/1", 0).strip();
                assertThat(post(socket, "/send/" + id + "/0", 6)).isEqualTo("\0\u0003");
            }
            Path log = home.resolve("logs/log.0");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("TLS (RTMPS)"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("TLS (RTMPTS)"));
        }
    }

    /** Answers the body of the reply. */
    private static String post(Socket socket, String path, int body) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nContent-Length: 1\r\n\r\n";
        socket.getOutputStream().write((head + (char) body).getBytes(StandardCharsets.ISO_8859_1));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        StringBuilder reply = new StringBuilder();
        while (reply.indexOf("\r\n\r\n") < 0) {
            reply.append((char) in.readUnsignedByte());
        }
        String length = reply.substring(reply.indexOf("Content-Length: ") + 16);
        byte[] bytes = new byte[Integer.parseInt(length.substring(0, length.indexOf('\r')))];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aCertificateThatIsNotThereIsNamed() throws Exception {
        try (JavaProgram origin =
                start(
                        "port=" + freeUdpPort(),
                        "https.port=" + freeTcpPort(),
                        "tls.certificate=mine.pem")) {
            assertThat(origin.exitCode()).isEqualTo(1);
            assertThat(origin.errors()).contains("mine.pem").contains("tls.certificate");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp.port", "rtmps.port", "http.port", "https.port", "admin.port"})
    void aTcpPortInUseIsNamed(String key) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK);
                JavaProgram origin =
                        start("port=" + freeUdpPort(), key + "=" + taken.getLocalPort())) {
            assertThat(origin.exitCode()).isEqualTo(1);
            assertThat(origin.errors())
                    .contains("TCP port " + taken.getLocalPort())
                    .contains("in use");
            assertThat(origin.output()).isEmpty();
        }
    }

    @Test
    void row5AUdpPortInUseIsNamed() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK);
                JavaProgram origin = start("port=" + taken.getLocalPort())) {
            assertThat(origin.exitCode()).isEqualTo(1);
            assertThat(origin.errors())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("in use");
            assertThat(origin.output()).isEmpty();
        }
    }

    @Test
    void aPortOfEdgesInUseIsNamedAndTheOtherPortIsGivenBack() throws Exception {
        int port = freeUdpPort();
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK);
                JavaProgram origin =
                        start(
                                "port=" + port,
                                "edges.activated=true",
                                "edges.port=" + taken.getLocalPort(),
                                "edges.secret=s3cret")) {
            assertThat(origin.exitCode()).isEqualTo(1);
            assertThat(origin.errors())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("in use");
            assertThat(origin.output()).isEmpty();
        }
    }

    @Test
    void aWrongValueInTheFileIsNamedWithItsLine() throws Exception {
        Files.writeString(home.resolve("origin.ini"), "; mine\n[edges]\nport = many\n");
        try (JavaProgram origin = start("port=" + freeUdpPort())) {
            assertThat(origin.exitCode()).isEqualTo(78);
            assertThat(origin.errors())
                    .contains(
                            "origin.ini:3: edges.port: expected a port number from 1 to 65535, found"
                                    + " 'many'");
        }
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        try (JavaProgram origin =
                JavaProgram.start(
                        OriginCommand.class.getName(), home, Map.of(), "start", "--bogus")) {
            assertThat(origin.exitCode()).isEqualTo(2);
            assertThat(origin.errors()).contains("--bogus");
        }
    }

    @Test
    void row4HelpIsTheReference() {
        try (JavaProgram origin =
                JavaProgram.start(
                        OriginCommand.class.getName(), home, Map.of(), "start", "--help")) {
            assertThat(origin.exitCode()).isZero();
            assertThat(origin.output()).contains("keepAliveServer = 15").contains("READY");
        }
    }

    private JavaProgram start(String... assignments) {
        return JavaProgram.start(
                OriginCommand.class.getName(), home, Map.of(), arguments(List.of(), assignments));
    }

    private String[] arguments(List<String> more, String... assignments) {
        List<String> arguments = new ArrayList<>(List.of("start", "--home", home.toString()));
        arguments.addAll(List.of("--set", "address=127.0.0.1"));
        for (String door : List.of("rtmp", "rtmps", "http", "https")) {
            arguments.addAll(List.of("--set", door + ".port=0"));
        }
        Arrays.stream(assignments).forEach(a -> arguments.addAll(List.of("--set", a)));
        arguments.addAll(more);
        return arguments.toArray(String[]::new);
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
