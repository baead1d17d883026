package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.crypto.DhGroup;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of a real server, and of nobody. */
class ProbeTest {
    @TempDir private Path home;

    @Test
    void seesTheHandshakeOfAnOriginStepByStep() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT)) {
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
            assertThat(Stage.rtmfp("probe", stage.url("live"))).isZero();
        }
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
