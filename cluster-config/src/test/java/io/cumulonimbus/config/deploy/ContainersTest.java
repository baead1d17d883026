package io.cumulonimbus.config.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.LinkTlsMode;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.PortRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
    void theEnvironmentOfAnEdgeLeadsItToTheOriginsAndClientsToIt() throws Exception {
        EdgeConfig config =
                EdgeConfig.load(
                        new ConfigSources(home, Optional.empty(), environment("edge"), List.of()));
        assertThat(service("edge").get("network_mode")).isEqualTo("host");
        assertThat(service("edge").get("depends_on")).asString().contains("service_healthy");
        assertThat(config.publicAddress()).isEqualTo(new HostPort("127.0.0.1", 1940));
        String published =
                ((List<?>) service("origin").get("ports"))
                        .stream()
                                .map(Object::toString)
                                .filter(port -> port.endsWith(":1936/tcp"))
                                .findFirst()
                                .orElseThrow();
        PortRange link = PortRange.of(published.split(":")[1]);
        assertThat(config.uplink().origins())
                .isEqualTo(
                        IntStream.rangeClosed(link.first(), link.last())
                                .mapToObj(port -> new HostPort("127.0.0.1", port))
                                .toList());
        assertThat(config.uplink().tls()).as("as the origin sees it").isEqualTo(LinkTlsMode.ON);
    }

    @Test
    void theEntryKnowsEveryPortThatEdgesMayTake() throws Exception {
        Map<String, String> edge = environment("edge");
        String balancer = Files.readString(ROOT.resolve("cluster-config/haproxy/haproxy.cfg"));
        assertThat(servers(balancer, "rtmp-edges"))
                .isEqualTo(all(edge.get("CUMULONIMBUS_RTMP_PORT")));
        assertThat(servers(balancer, "rtmpt-edges"))
                .isEqualTo(all(edge.get("CUMULONIMBUS_HTTP_PORT")));
        assertThat(edge.get("CUMULONIMBUS_HTTP_NEIGHBOURS"))
                .isEqualTo("127.0.0.1:" + edge.get("CUMULONIMBUS_HTTP_PORT"));
        assertThat(edge.get("CUMULONIMBUS_PROXIES_TRUSTED")).isEqualTo("127.0.0.1");
        assertThat(balancer).contains("send-proxy-v2");
        Map<String, Object> entry = service("entry");
        assertThat(entry.get("read_only")).isEqualTo(true);
        assertThat(entry.get("cap_drop")).isEqualTo(List.of("ALL"));
        assertThat(entry.get("network_mode")).isEqualTo("host");
    }

    private static List<Integer> all(String range) {
        PortRange ports = PortRange.of(range);
        return IntStream.rangeClosed(ports.first(), ports.last()).boxed().toList();
    }

    private static List<Integer> servers(String balancer, String backend) {
        String part = balancer.substring(balancer.indexOf("\nbackend " + backend));
        int end = part.indexOf("\n\n");
        return (end < 0 ? part : part.substring(0, end))
                .lines()
                .filter(line -> line.strip().startsWith("server "))
                .map(line -> Integer.valueOf(line.substring(line.lastIndexOf(':') + 1).strip()))
                .toList();
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
                                                .replaceAll("\\$\\{[A-Z_]+:-(.*)}", "$1")
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
