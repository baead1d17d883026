package io.cumulonimbus.origin.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.PlacementConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.origin.cluster.NodeId;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a member is told, without starting one. */
class ClusterPlanTest {
    private static final NodeId SELF = new NodeId("a", 1);

    @TempDir Path home;

    private ClusterConfig config(String address, boolean allowPublic, Optional<Path> file) {
        ClusterConfig standard = OriginConfig.defaults(home).cluster();
        return new ClusterConfig(
                true,
                standard.name(),
                "a",
                address,
                5701,
                List.of(new HostPort("10.0.0.1", 5701), new HostPort("10.0.0.2", 5702)),
                allowPublic,
                file,
                PlacementConfig.everywhere(PlacementConfig.Mode.AUTO),
                Map.of());
    }

    private Config plan(String address, boolean allowPublic) throws StartException {
        return ClusterPlan.of(config(address, allowPublic, Optional.empty()), SELF);
    }

    @Test
    void othersAreLookedForWhereTheSettingsSay() throws Exception {
        JoinConfig join = plan("127.0.0.1", false).getNetworkConfig().getJoin();
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getTcpIpConfig().getMembers())
                .containsExactly("10.0.0.1:5701", "10.0.0.2:5702");
        assertThat(join.isAutoDetectionEnabled()).isFalse();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    }

    @Test
    void aMemberListensOnOneAddressAndTellsNobodyElse() throws Exception {
        Config plan = plan("127.0.0.1", false);
        assertThat(plan.getNetworkConfig().getInterfaces().getInterfaces())
                .containsExactly("127.0.0.1");
        assertThat(plan.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
        assertThat(plan.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
    }

    @Test
    void aNetworkInterfaceIsAnAddress() throws Exception {
        Config plan = plan("lo", false);
        assertThat(plan.getNetworkConfig().getInterfaces().getInterfaces())
                .containsExactly("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "2001:4860:4860::8888", "0.0.0.0"})
    void publicAddressesAreRefusedUnlessTheyAreAllowed(String address) throws Exception {
        assertThatThrownBy(() -> plan(address, false))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cluster.allowPublic");
        String shown = InetAddress.getByName(address).getHostAddress();
        assertThat(plan(address, true).getNetworkConfig().getInterfaces().getInterfaces())
                .containsExactly(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "172.16.0.1",
                "192.168.9.9",
                "100.64.0.1",
                "169.254.1.1",
                "fd00::1"
            })
    void privateAddressesAreNot(String address) throws Exception {
        assertThat(plan(address, false)).isNotNull();
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        ClusterConfig elsewhere = config("192.0.2.1", true, Optional.empty());
        assertThatThrownBy(() -> HazelcastDirectory.start(elsewhere, new Random()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void whatIsNoAddressIsNamed() {
        assertThatThrownBy(() -> plan("nowhere0", false))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cluster.address")
                .hasMessageContaining("nowhere0");
    }

    @Test
    void theShippedFileIsUnderstoodAndCannotLoosenWhatMatters() throws Exception {
        Path file = home.resolve("hazelcast.yaml");
        try (InputStream shipped = OriginConfig.class.getResourceAsStream("hazelcast.yaml")) {
            Files.copy(shipped, file);
        }
        Config plan = ClusterPlan.of(config("127.0.0.1", false, Optional.of(file)), SELF);
        JoinConfig join = plan.getNetworkConfig().getJoin();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("127.0.0.1:5701");
        assertThat(join.getKubernetesConfig().isEnabled()).isFalse();
        assertThat(plan.getNetworkConfig().getPort()).isEqualTo(5701);
        assertThat(plan.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("5");
    }

    @Test
    void aFileThatIsWrongIsNamed() throws Exception {
        Path file = Files.writeString(home.resolve("bad.yaml"), "hazelcast:\n  nonsense: 1\n");
        assertThatThrownBy(
                        () -> ClusterPlan.of(config("127.0.0.1", false, Optional.of(file)), SELF))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("bad.yaml");
    }
}
