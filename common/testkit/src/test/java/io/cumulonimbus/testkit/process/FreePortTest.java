package io.cumulonimbus.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void nobodyIsGivenAPortThatAnotherWasGiven() {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            assertThat(given.add(FreePort.tcp())).isTrue();
            assertThat(given.add(FreePort.udp())).isTrue();
        }
        assertThat(given).allMatch(port -> port >= 10_000 && port < 32_000);
    }

    @Test
    void itIsFree() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket tcp = new ServerSocket(FreePort.tcp(), 1, loopback);
                DatagramSocket udp = new DatagramSocket(FreePort.udp(), loopback)) {
            assertThat(tcp.isBound()).isTrue();
            assertThat(udp.isBound()).isTrue();
        }
    }
}
