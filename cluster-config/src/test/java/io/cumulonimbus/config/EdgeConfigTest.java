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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators write, and what an edge makes of it. */
class EdgeConfigTest {
    @TempDir Path home;

    @Test
    void defaultsAreThoseOfCumulusEdge() {
        EdgeConfig config = EdgeConfig.defaults(home, Secret.of("s"));
        assertThat(config.port()).isEqualTo(19350);
        assertThat(config.uplink().origins()).containsExactly(new HostPort("127.0.0.1", 1936));
        assertThat(config.publicAddress()).isEqualTo(new HostPort("127.0.0.1", 19350));
        assertThat(config.udpBufferSize()).isZero();
        assertThat(config.threads()).isZero();
        assertThat(config.logs()).isEqualTo(new LogsConfig(home.resolve("logs"), "log"));
    }

    @ParameterizedTest
    @CsvSource({
        "play.example.org, play.example.org:7",
        ":99, 127.0.0.1:99",
        "10.0.0.1:5, 10.0.0.1:5",
        "[2001:db8::1]:5, [2001:db8::1]:5",
    })
    void partsOfThePublicAddressMayBeLeftOut(String written, String meant) throws Exception {
        assertThat(load("port=7", "secret=s", "publicAddress=" + written).publicAddress())
                .hasToString(meant);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:1936", "[::]:1936", "origin", ":1936", "origin:0", "a:1;b:2"})
    void aServerAddressIsOneHostAndPort(String address) {
        assertThatThrownBy(() -> load("secret=s", "serverAddress=" + address))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--set: serverAddress: expected host:port");
    }

    @Test
    void aMissingSecretIsRefused() {
        assertThatThrownBy(() -> load("serverAddress=192.0.2.1:1936"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "secret: expected the origin's edges.secret; set it in the file, by CUMULONIMBUS_SECRET or with --set");
    }

    @Test
    void anEdgeBesideItsOriginNeedsNoSecret() throws Exception {
        assertThat(load().uplink().secret().isEmpty()).isTrue();
    }

    @Test
    void thereMayBeSeveralOriginsAndTheSecretMayBeInAFile() throws Exception {
        Files.writeString(home.resolve("secret"), "new\nold\n");
        UplinkConfig uplink =
                load(
                                "serverAddress=a.example:1, [2001:db8::1]:2",
                                "secretFile=secret",
                                "name=paris")
                        .uplink();
        assertThat(uplink.origins())
                .containsExactly(new HostPort("a.example", 1), new HostPort("2001:db8::1", 2));
        assertThat(uplink.secret().texts()).containsExactly("new", "old");
        assertThat(uplink.name()).isEqualTo("paris");
        assertThatThrownBy(() -> load("secretFile=nowhere"))
                .hasMessage("--set: secretFile: expected a file that can be read, found 'nowhere'");
    }

    @Test
    void theFileOfTheHomeDirectoryIsRead() throws Exception {
        Files.writeString(home.resolve("edge.ini"), "port=77\nsecret=s\n");
        ConfigSources sources =
                ConfigSources.of(
                        KeyTable.edge(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("CUMULONIMBUS_HOME", home.toString()),
                        List.of());
        assertThat(EdgeConfig.load(sources).port()).isEqualTo(77);
    }

    @Test
    void aNamedFileMustExist() {
        assertThatThrownBy(
                        () ->
                                ConfigSources.of(
                                        KeyTable.edge(),
                                        Optional.of(home),
                                        Optional.of(home.resolve("other.ini")),
                                        Map.of(),
                                        List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("other.ini: there is no such file");
    }

    private EdgeConfig load(String... assignments) throws ConfigException {
        return EdgeConfig.load(
                new ConfigSources(home, Optional.empty(), Map.of(), List.of(assignments)));
    }

    @Test
    void portsMayBeRangesOfWhichTheFirstCountsUntilOneIsChosen() throws Exception {
        EdgeConfig config =
                load(
                        "port=1936-1999",
                        "rtmp.port=19350-19357",
                        "admin.port = 9700 - 9763",
                        "http.neighbours=127.0.0.1:18080-18087, edges.example.org:8080, [::1]:80");
        assertThat(config.port()).isEqualTo(1936);
        assertThat(config.publicAddress()).isEqualTo(new HostPort("127.0.0.1", 1936));
        assertThat(config.rtmp().rtmp()).hasValue(19350);
        assertThat(config.admin().port()).hasValue(9700);
        assertThat(config.rtmp().neighbours())
                .containsExactly(
                        new Neighbour("127.0.0.1", new PortRange(18080, 18087)),
                        new Neighbour("edges.example.org", new PortRange(8080, 8080)),
                        new Neighbour("::1", new PortRange(80, 80)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port=0",
                "port=1999-1936",
                "port=0-5",
                "port=1-70000",
                "port=1936-",
                "rtmp.port=0-9",
                "http.neighbours=example.org",
                "http.neighbours=example.org:0",
                "http.neighbours=:80"
            })
    void whatIsNoRangeIsRefused(String assignment) {
        assertThatThrownBy(() -> load(assignment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected");
    }
}
