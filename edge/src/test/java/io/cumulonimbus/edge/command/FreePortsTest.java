package io.cumulonimbus.edge.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which ports an edge takes that has ranges of them. */
class FreePortsTest {
    /** Of this process alone, so that nobody else takes ports there. */
    private static final String HOST = ownLoopback();

    @TempDir Path home;

    private static String ownLoopback() {
        long pid = ProcessHandle.current().pid();
        return "127." + (pid >> 16 & 63 | 128) + "." + (pid >> 8 & 255) + "." + (pid & 255);
    }

    private ConfigSources settings(String... more) {
        List<String> all = new ArrayList<>(List.of("address=" + HOST, "admin.address=" + HOST));
        all.addAll(Arrays.asList(more));
        return new ConfigSources(home, Optional.empty(), Map.of(), all);
    }

    private EdgeConfig chosen(String... more) throws Exception {
        return EdgeConfig.load(FreePorts.choose(settings(more)));
    }

    @Test
    void theFirstPortThatIsFreeIsTaken() throws Exception {
        InetAddress host = InetAddress.getByName(HOST);
        try (DatagramSocket one = new DatagramSocket(new InetSocketAddress(host, 11_000));
                DatagramSocket two = new DatagramSocket(new InetSocketAddress(host, 11_001));
                ServerSocket three = new ServerSocket(11_002, 1, host)) {
            assertThat(one.isBound() && two.isBound() && three.isBound()).isTrue();
            EdgeConfig config =
                    chosen("port=11000-11009", "rtmp.port=11002-11009", "admin.port=11001-11009");
            assertThat(config.port()).isEqualTo(11_002);
            assertThat(config.publicAddress().port()).isEqualTo(11_002);
            assertThat(config.rtmp().rtmp()).hasValue(11_003);
            assertThat(config.admin().port()).hasValue(11_001);
        }
    }

    @Test
    void noPortIsTakenTwice() throws Exception {
        EdgeConfig config =
                chosen("rtmps.port=12000", "rtmp.port=12000-12003", "http.port=12000-12003");
        assertThat(config.rtmp().rtmp()).hasValue(12_001);
        assertThat(config.rtmp().http()).hasValue(12_002);
    }

    @Test
    void theLastOneIsLeftToFailWhereNoneIsFree() throws Exception {
        InetAddress host = InetAddress.getByName(HOST);
        try (DatagramSocket one = new DatagramSocket(new InetSocketAddress(host, 13_000));
                DatagramSocket two = new DatagramSocket(new InetSocketAddress(host, 13_001))) {
            assertThat(one.isBound() && two.isBound()).isTrue();
            assertThat(chosen("port=13000-13001").port()).isEqualTo(13_001);
        }
    }

    @Test
    void withoutRangesNothingIsChanged() throws Exception {
        ConfigSources plain = settings("port=14000", "rtmp.port=0");
        assertThat(FreePorts.choose(plain)).isSameAs(plain);
    }
}
