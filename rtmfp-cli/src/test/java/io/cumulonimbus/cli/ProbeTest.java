package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.testkit.SimConditions;
import io.cumulonimbus.testkit.UdpRelay;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes of a real server, and of nobody. */
class ProbeTest {
    @TempDir private Path home;

    @ParameterizedTest
    @EnumSource(Way.class)
    void seesTheHandshakeOfAServerStepByStep(Way way) throws Exception {
        try (Stage stage = Stage.start(home, way)) {
            URI uri = URI.create(stage.url("live"));
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            try (Probe probe = new Probe(new InetSocketAddress("127.0.0.1", uri.getPort()))) {
                assertThat(probe.hello(uri.toString(), deadlineNs)).isPositive();
                assertThat(probe.certificate().groups()).contains(DhGroup.MODP_1024);
                assertThat(probe.redirects()).isEmpty();
                assertThat(probe.keying(deadlineNs)).isPositive();
                assertThat(probe.group()).contains(probe.certificate().groups().get(0));
                assertThat(probe.keys().hmacReceiveLength()).isPositive();
                assertThat(probe.keys().receivesSequenceNumbers()).isTrue();
                long roundTripNs = probe.roundTripNs(deadlineNs);
                assertThat(roundTripNs).isPositive();
                assertThat(probe.largestPayload(roundTripNs, deadlineNs)).isBetween(1400, 1472);
            }
        }
    }

    @Test
    void theCommandSaysWhatItSaw() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT)) {
            CommandRun run = CommandRun.of("probe", stage.url("live"), "--json");
            assertThat(run.code()).isZero();
            JsonNode probed = run.last();
            assertThat(probed.get("event").asText()).isEqualTo("probed");
            assertThat(probed.get("url").asText()).isEqualTo(stage.url("live"));
            assertThat(probed.get("address").asText()).isEqualTo(door(stage));
            assertThat(probed.get("redirects")).isEmpty();
            assertThat(probed.get("serverGroups").asText()).isEqualTo("14, 5, 2");
            assertThat(probed.get("serverKeys").asText()).isEqualTo("ephemeral");
            assertThat(probed.get("serverFingerprint").asText()).matches("[0-9a-f]{64}");
            assertThat(probed.get("group").asInt()).isEqualTo(14);
            assertThat(probed.get("hmacToServer").asInt())
                    .isEqualTo(probed.get("hmacFromServer").asInt())
                    .isBetween(4, 32);
            assertThat(probed.get("sequenceNumbersToServer").asText()).isEqualTo("true");
            assertThat(probed.get("sequenceNumbersFromServer").asText()).isEqualTo("true");
            assertThat(
                            Stream.of("helloMs", "keyingMs", "roundTripMs")
                                    .map(name -> probed.get(name).asDouble()))
                    .allMatch(ms -> ms > 0);
            assertThat(probed.get("largestDatagram").asInt()).isBetween(1400, 1472);
            assertThat(probed.get("translator").asText()).isEqualTo("none");
            assertThat(probed.get("seenAt").asText())
                    .isEqualTo(probed.get("localAddress").asText())
                    .startsWith("127.0.0.1:");
            assertThat(probed.get("seenElsewhereAt")).isEmpty();
        }
    }

    @Test
    void peopleReadTheSame() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT)) {
            CommandRun run = CommandRun.of("probe", stage.url("live"));
            assertThat(run.code()).isZero();
            assertThat(run.text())
                    .contains(
                            door(stage) + " answered hello in",
                            "its keys are ephemeral, its groups 14, 5, 2",
                            ", group 14",
                            "to the server: HMAC of ",
                            "from it: HMAC of ",
                            ", numbered",
                            "round trip ",
                            "bytes of UDP payload arrive",
                            "no translator between");
        }
    }

    @Test
    void aRedirectIsFollowedAndTold() throws Exception {
        try (Stage goal = Stage.start(home.resolve("goal"), Way.DIRECT);
                Stage stage = Stage.start(home.resolve("first"), Way.DIRECT)) {
            stage.application(
                    home.resolve("first"),
                    "gate",
                    "function onHandshake() return '" + door(goal) + "' end");
            loadApplication(stage, "gate");
            CommandRun run = CommandRun.of("probe", stage.url("gate"), "--json");
            assertThat(run.code()).isZero();
            assertThat(run.last().get("address").asText()).isEqualTo(door(goal));
            assertThat(run.last().get("redirects")).hasSize(1);
            assertThat(run.last().get("redirects").get(0).asText()).isEqualTo(door(goal));
            assertThat(CommandRun.of("probe", stage.url("gate")).text())
                    .contains(", redirected to [" + door(goal) + "]");
        }
    }

    @Test
    void aRedirectToNobodyIsToldAsTheReason() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (Stage stage = Stage.start(home, Way.DIRECT);
                DatagramSocket silent = new DatagramSocket(0, loopback)) {
            String nobody = "127.0.0.1:" + silent.getLocalPort();
            stage.application(home, "gate", "function onHandshake() return '" + nobody + "' end");
            loadApplication(stage, "gate");
            CommandRun run = CommandRun.of("probe", stage.url("gate"), "--json", "--timeout=1");
            assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(run.last().get("message").asText())
                    .contains("redirected us: [" + nobody + "]");
        }
    }

    /** Hellos are for scripts of applications that run already. */
    private static void loadApplication(Stage stage, String name) {
        String url = stage.url(Protocol.RTMP, name);
        assertThat(Stage.rtmfp("load", url, "--idle", "--settle=0", "--duration=0.1")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPathThatCarriesLessIsFoundOut(Way way) throws Exception {
        try (Stage stage = Stage.start(home, way);
                UdpRelay narrow =
                        new UdpRelay(
                                stage.door(),
                                new SimConditions().mtu(1300),
                                new SimConditions(),
                                1)) {
            String url = "rtmfp://127.0.0.1:" + narrow.address().getPort() + "/live";
            CommandRun run = CommandRun.of("probe", url, "--json", "--timeout=60");
            assertThat(run.code()).isZero();
            assertThat(run.last().get("largestDatagram").asInt()).isBetween(1240, 1280);
        }
    }

    @Test
    void aServerWithTwoAddressesShowsWhichTranslatorsAreSymmetric() throws Exception {
        try (Stage stage = Stage.withTwoAddresses(home)) {
            JsonNode open = CommandRun.of("probe", stage.url("live"), "--json").last();
            assertThat(open.get("translator").asText()).isEqualTo("none");
            assertThat(open.get("seenElsewhereAt")).hasSize(1);
            assertThat(open.get("seenElsewhereAt").get(0)).isEqualTo(open.get("seenAt"));

            String behind = stage.urlBehindTranslator("live");
            JsonNode symmetric = CommandRun.of("probe", behind, "--json").last();
            assertThat(symmetric.get("translator").asText()).isEqualTo("dependent");
            assertThat(symmetric.get("seenAt")).isNotEqualTo(symmetric.get("localAddress"));
        }
    }

    @Test
    void anEdgeTellsTheSameAndTheOriginIsTheSecondAddress() throws Exception {
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE)) {
            JsonNode probed = CommandRun.of("probe", stage.url("live"), "--json").last();
            assertThat(probed.get("seenAt")).isEqualTo(probed.get("localAddress"));
            assertThat(probed.get("translator").asText()).isEqualTo("none");
            assertThat(probed.get("seenElsewhereAt")).hasSize(1);
        }
    }

    @Test
    void thePortsOfTheRelayForPeersDoTheSame() throws Exception {
        try (Stage stage = Stage.relaying(home, Way.DIRECT)) {
            JsonNode open = CommandRun.of("probe", stage.url("live"), "--json").last();
            assertThat(open.get("translator").asText()).isEqualTo("none");
            assertThat(open.get("seenElsewhereAt")).hasSizeGreaterThan(1);
            String behind = stage.urlBehindTranslator("live");
            assertThat(CommandRun.of("probe", behind).text()).contains("a symmetric translator");
        }
    }

    private static String door(Stage stage) {
        return "127.0.0.1:" + stage.origin().rtmfpAddress().getPort();
    }

    @Test
    void whoDoesNotAnswerIsUnreachable() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket silent = new DatagramSocket(0, loopback)) {
            String url = "rtmfp://127.0.0.1:" + silent.getLocalPort() + "/live";
            assertThat(Stage.rtmfp("probe", url, "--timeout=1"))
                    .isEqualTo(ExitCode.UNREACHABLE.number());
            DatagramPacket hello = new DatagramPacket(new byte[2048], 2048);
            silent.setSoTimeout(1000);
            silent.receive(hello);
            assertThat(hello.getLength()).isGreaterThan(20);
        }
    }
}
