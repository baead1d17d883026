package io.cumulonimbus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeysTest {
    @TempDir Path home;

    private ClusterConfig read(String ini) throws Exception {
        Files.writeString(home.resolve("origin.ini"), ini);
        return OriginConfig.load(
                        new ConfigSources(
                                home, Optional.of(home.resolve("origin.ini")), Map.of(), List.of()))
                .cluster();
    }

    @Test
    void anOriginRunsAloneUnlessToldOtherwise() throws Exception {
        ClusterConfig cluster = read("");
        assertThat(cluster.enabled()).isFalse();
        assertThat(cluster.address()).isEqualTo("127.0.0.1");
        assertThat(cluster.allowPublic()).isFalse();
        assertThat(cluster.file()).isEmpty();
    }

    @Test
    void everythingCanBeSaid() throws Exception {
        Files.writeString(home.resolve("found.yaml"), "hazelcast: {}");
        ClusterConfig cluster =
                read(
                        "[cluster]\nenabled = true\nname = films\nnode = one\naddress = eth1\n"
                                + "port = 6000\nmembers = a:1, [fd00::1]:2\nallowPublic = true\n"
                                + "file = found.yaml\n");
        assertThat(cluster.enabled()).isTrue();
        assertThat(cluster.name()).isEqualTo("films");
        assertThat(cluster.node()).isEqualTo("one");
        assertThat(cluster.address()).isEqualTo("eth1");
        assertThat(cluster.port()).isEqualTo(6000);
        assertThat(cluster.members())
                .containsExactly(new HostPort("a", 1), new HostPort("fd00::1", 2));
        assertThat(cluster.allowPublic()).isTrue();
        assertThat(cluster.file()).contains(home.resolve("found.yaml"));
    }

    @Test
    void aNodeWithoutANameIsCalledByMachineAndPort() throws Exception {
        assertThat(read("port = 4000\n[cluster]\nenabled = true\n").node()).endsWith(":4000");
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> read("[cluster]\nnode = " + "x".repeat(65) + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cluster.node");
    }
}
