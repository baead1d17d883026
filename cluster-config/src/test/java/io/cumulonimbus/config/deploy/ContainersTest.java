package io.cumulonimbus.config.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files for containers say what the programs understand. */
class ContainersTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir Path home;

    @Test
    void theServicesAreConfinedAndAskedForTheirHealth() throws Exception {
        for (String name : List.of("origin", "edge")) {
            Map<String, Object> service = service(name);
            assertThat(service.get("read_only")).isEqualTo(true);
            assertThat(service.get("user")).isEqualTo("10001:10001");
            assertThat(service.get("cap_drop")).isEqualTo(List.of("ALL"));
            assertThat(service.get("healthcheck"))
                    .asString()
                    .contains("healthy")
                    .contains("start_period");
            assertThat(service.get("command")).isEqualTo(List.of(name, "start"));
            assertThat(service.get("mem_limit")).asString().matches("\\$\\{[A-Z_]+:-[0-9]+[mg]}");
        }
        assertThat(dockerfile()).contains("USER 10001:10001").contains("HEALTHCHECK");
    }

    @Test
    void theEnvironmentOfTheOriginOpensItForEdges() throws Exception {
        OriginConfig config =
                OriginConfig.load(
                        new ConfigSources(
                                home, Optional.empty(), environment("origin"), List.of()));
        assertThat(config.edges().activated()).isTrue();
        assertThat(config.edges().bindAddress().isAnyLocalAddress()).isTrue();
        assertThat(config.edges().secret().isEmpty()).isFalse();
        assertThat(config.admin().port()).hasValue(9700);
        assertThat(config.admin().address().isLoopbackAddress()).isTrue();
    }

    @Test
    void originsFindEachOtherByTheNameThatAllHave() throws Exception {
        OriginConfig config =
                OriginConfig.load(
                        new ConfigSources(
                                home, Optional.empty(), environment("origin"), List.of()));
        assertThat(config.cluster().enabled()).isTrue();
        assertThat(config.edges().keyFile()).isEqualTo(Path.of("/srv/keys/edges.key"));
        String file = environment("origin").get("CUMULONIMBUS_CLUSTER_FILE");
        assertThat(dockerfile()).contains("COPY cluster-config/docker/hazelcast.yaml " + file);
        assertThat(Files.readString(ROOT.resolve("cluster-config/docker/hazelcast.yaml")))
                .contains("service-dns: origin\n")
                .contains("service-port: " + config.cluster().port() + "\n");
        assertThat(service("origin")).isNotNull();
    }

    @Test
    void theEnvironmentOfAnEdgeLeadsItToTheOriginAndClientsToIt() throws Exception {
        EdgeConfig config =
                EdgeConfig.load(
                        new ConfigSources(home, Optional.empty(), environment("edge"), List.of()));
        assertThat(config.uplink().origins()).containsExactly(new HostPort("origin", 1936));
        assertThat(config.publicAddress()).isEqualTo(new HostPort("4711abcd", 19350));
        assertThat(service("edge").get("depends_on")).asString().contains("service_healthy");
    }

    /** As Compose and the image make it: a secret given, and the escape of a dollar taken away. */
    private static Map<String, String> environment(String service) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOSTNAME", "4711abcd");
        environment.put("CUMULONIMBUS_ADMIN_PORT", "9700");
        assertThat(dockerfile()).contains("CUMULONIMBUS_ADMIN_PORT=9700");
        ((Map<?, ?>) service(service).get("environment"))
                .forEach(
                        (name, value) ->
                                environment.put(
                                        name.toString(),
                                        value.toString()
                                                .replaceAll("\\$\\{CUMULONIMBUS_SECRET:.*}", "s")
                                                .replace("$$", "$")));
        assertThat(environment.keySet()).allMatch(name -> name.matches("HOSTNAME|CUMULONIMBUS_.*"));
        return environment;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> service(String name) throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<String, Object> all = yaml.load(Files.readString(ROOT.resolve("docker-compose.yml")));
        return (Map<String, Object>) ((Map<String, Object>) all.get("services")).get(name);
    }

    private static String dockerfile() throws IOException {
        return Files.readString(ROOT.resolve("Dockerfile"));
    }
}
