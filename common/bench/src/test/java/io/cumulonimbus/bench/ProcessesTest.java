package io.cumulonimbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** That the programs of {@code scripts/measure} do what they say. */
class ProcessesTest {
    @Test
    void theFloorSendsThePacketsOfTheStreamToEachPlayer() throws Exception {
        try (DatagramSocket one = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket two = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Floor.Cost cost = Floor.send(List.of(one.getLocalPort(), two.getLocalPort()), 0, 0.2);
            List<Film.Frame> sent =
                    Film.lap().stream().filter(frame -> frame.atNs() < 200_000_000).toList();
            assertThat(cost.packets())
                    .isEqualTo(2L * sent.stream().mapToInt(Film.Frame::packets).sum());
            assertThat(cost.payloadBytes())
                    .isEqualTo(2L * sent.stream().mapToInt(Film.Frame::length).sum());
        }
    }

    @Test
    void theFilmIsTheStreamThatLoadPublishes() {
        List<Film.Frame> lap = Film.lap();
        assertThat(lap).hasSize(136);
        assertThat(lap.stream().mapToInt(Film.Frame::length).sum() * 8 / 2.0)
                .isBetween(0.63e6, 0.68e6);
    }

    @Test
    void aBulkFlowDeliversWhatItSends() throws Exception {
        try (Bulk receiver = new Bulk(true);
                Bulk sender = new Bulk(false)) {
            sender.sendTo(receiver.port());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> sender.bytes() >= 10_000_000);
            assertThat(receiver.bytes()).isGreaterThanOrEqualTo(9_000_000);
        }
    }
}
