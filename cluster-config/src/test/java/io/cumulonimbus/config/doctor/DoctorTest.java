package io.cumulonimbus.config.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.TlsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds. */
class DoctorTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final byte[] NO_HELLO = {};

    private static final String ENDED =
            """
            -----BEGIN CERTIFICATE-----
            MIIBBzCBrgIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVlbmRlZDAeFw0yMDAx
            MDEwMDAwMDBaFw0yMDAxMDIwMDAwMDBaMBAxDjAMBgNVBAMMBWVuZGVkMFkwEwYH
            KoZIzj0CAQYIKoZIzj0DAQcDQgAEXLqgmpTLxOP5wLU+CfV6wydcnUaPr+AdVLVG
            NpDRBtfAQJnnp74MTUOm2hgrl2oSLq2trzGgAG5ZODX3yqPiYzAKBggqhkjOPQQD
            AgNIADBFAiEA/ohhwRzWH6BThTFU1CneDP7EkfwzMH/dFRHE1PqkKt0CIB2iuIGa
            P1kOhNWpiiWHiMean2+tQgIkHv++dL3CHcwb
            -----END CERTIFICATE-----
            """;

    @TempDir Path home;

    @Test
    void freePortsAreWellAndDatagramsArriveFromASecondSocket() throws Exception {
        assertThat(examine(false, "port=" + freePort()))
                .anyMatch(line -> line.matches("ok .*UDP .* is free, and datagrams to .* arrive"))
                .noneMatch(line -> line.startsWith("bad"));
    }

    /** Files of the system give all they have at the first reading, or not at all. */
    @Test
    void whatTheSystemGivesIsReadWhole() throws Exception {
        Path file = Path.of("/proc/sys/net/core/rmem_default");
        Assumptions.assumeTrue(Files.isReadable(file), "this system has no such file");
        Process cat = new ProcessBuilder("cat", file.toString()).start();
        String shown = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(MachineCheck.number(file)).hasValue(Long.parseLong(shown.strip()));
    }

    @Test
    void portsInUseAreBadAndNameTheirKey() throws Exception {
        try (DatagramSocket udp = new DatagramSocket(0, LOOPBACK);
                ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK)) {
            assertThat(
                            examine(
                                    false,
                                    "port=" + udp.getLocalPort(),
                                    "rtmp.port=" + tcp.getLocalPort()))
                    .anyMatch(line -> line.matches("bad +UDP .*in use by another.*or set port"))
                    .anyMatch(line -> line.matches("bad +TCP .*in use by another.*set rtmp.port"));
        }
    }

    @Test
    void aRunningProgramIsAskedAndOneThatDoesNotAnswerIsBehindAFirewall() throws Exception {
        try (DatagramSocket udp = new DatagramSocket(0, LOOPBACK)) {
            Thread answering = new Thread(() -> echo(udp));
            answering.setDaemon(true);
            answering.start();
            Patient patient = patient("port=" + udp.getLocalPort());
            assertThat(Doctor.examine(patient, true, new byte[] {1}))
                    .anyMatch(f -> f.words().contains("answers a hello"));
        }
        try (DatagramSocket deaf = new DatagramSocket(0, LOOPBACK)) {
            Patient patient = patient("port=" + deaf.getLocalPort());
            assertThat(Doctor.examine(patient, true, new byte[] {1}))
                    .anyMatch(
                            f ->
                                    f.grade() == Finding.Grade.BAD
                                            && f.words().contains("do not arrive"));
        }
    }

    private static void echo(DatagramSocket socket) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            socket.send(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCertificateThatEndedOrIsNoneIsBad() throws Exception {
        Path key = Files.writeString(home.resolve("key.pem"), "");
        Path none = Files.writeString(home.resolve("none.pem"), "nothing");
        assertThat(CertificateCheck.look(new TlsConfig(none, key, false)).toString())
                .startsWith("bad")
                .contains("no certificate in PEM form");
        Path ended = home.resolve("ended.pem");
        Files.writeString(ended, ENDED);
        assertThat(CertificateCheck.look(new TlsConfig(ended, key, false)).toString())
                .startsWith("bad")
                .contains("ended at 2020-01-02");
        Path missing = home.resolve("missing.pem");
        assertThat(CertificateCheck.look(new TlsConfig(missing, missing, true)).grade())
                .isEqualTo(Finding.Grade.OK);
    }

    @Test
    void anEdgeWithoutItsOriginAndASecretIsTold() throws Exception {
        EdgeConfig edge =
                EdgeConfig.load(
                        new ConfigSources(
                                home,
                                Optional.empty(),
                                Map.of(),
                                List.of(
                                        "address=127.0.0.1",
                                        "port=" + freePort(),
                                        "serverAddress=127.0.0.1:" + freeTcpPort())));
        assertThat(Doctor.examine(Patient.of(edge), false, NO_HELLO))
                .anyMatch(f -> f.toString().matches("bad .*the origin at .* cannot be reached.*"))
                .anyMatch(f -> f.toString().matches("note .*secret is empty.*CUMULONIMBUS_SECRET"));
    }

    @Test
    void theOthersOfAClusterAreCalled() throws Exception {
        try (ServerSocket there = new ServerSocket(0, 1, LOOPBACK)) {
            int own = freeTcpPort();
            int silent = freeTcpPort();
            String members = "127.0.0.1:" + own + ",127.0.0.1:" + there.getLocalPort();
            assertThat(
                            examine(
                                    false,
                                    "port=" + freePort(),
                                    "cluster.enabled=true",
                                    "cluster.node=ann",
                                    "cluster.address=127.0.0.1",
                                    "cluster.port=" + own,
                                    "cluster.members=" + members + ",127.0.0.1:" + silent))
                    .anyMatch(line -> line.matches("note .*without edges.activated.*"))
                    .anyMatch(line -> line.matches("ok .*at .*:" + there.getLocalPort() + " acc.*"))
                    .anyMatch(line -> line.matches("note .*at .*:" + silent + " cannot be.*"))
                    .noneMatch(line -> line.contains(":" + own + " "));
        }
    }

    @Test
    void aFolderThatIsAFileIsBad() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThat(FolderCheck.look("logs.directory", file.resolve("logs")).grade())
                .isEqualTo(Finding.Grade.BAD);
    }

    private List<String> examine(boolean running, String... set) throws Exception {
        return Doctor.examine(patient(set), running, NO_HELLO).stream()
                .map(Finding::toString)
                .toList();
    }

    private Patient patient(String... set) throws Exception {
        List<String> all = new ArrayList<>(List.of("address=127.0.0.1"));
        for (String door : List.of("rtmp", "rtmps", "http", "https")) {
            all.add(door + ".port=0");
        }
        all.addAll(List.of(set));
        return Patient.of(
                OriginConfig.load(new ConfigSources(home, Optional.empty(), Map.of(), all)));
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static int freeTcpPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
