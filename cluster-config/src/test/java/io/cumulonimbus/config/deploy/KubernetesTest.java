package io.cumulonimbus.config.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests for Kubernetes fit each other, and what the programs understand. */
class KubernetesTest {
    private static final Path FOLDER =
            Path.of("").toAbsolutePath().getParent().resolve("cluster-config/kubernetes");

    /** Every resource of every file, by kind and name. */
    private static final Map<String, Node> RESOURCES = new HashMap<>();

    @TempDir Path home;

    /** A part of a document. */
    private record Node(Object value) {
        Node at(String... path) {
            Object here = value;
            for (String step : path) {
                here = here instanceof Map<?, ?> map ? map.get(step) : null;
            }
            return new Node(here);
        }

        List<Node> all() {
            return value instanceof List<?> list
                    ? list.stream().map(Node::new).toList()
                    : List.of();
        }

        Node named(String name) {
            return all().stream()
                    .filter(one -> name.equals(one.at("name").text()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name));
        }

        String text() {
            return String.valueOf(value);
        }

        int number() {
            return Integer.parseInt(text());
        }

        boolean isThere() {
            return value != null;
        }
    }

    @BeforeAll
    static void read() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Node list =
                new Node(new Yaml(new SafeConstructor(strict)).load(file("kustomization.yaml")));
        for (Node name : list.at("resources").all()) {
            for (Object one : new Yaml(new SafeConstructor(strict)).loadAll(file(name.text()))) {
                Node resource = new Node(one);
                String key =
                        resource.at("kind").text() + "/" + resource.at("metadata", "name").text();
                assertThat(resource.at("apiVersion").text()).matches("[a-z0-9./]+");
                assertThat(RESOURCES.put(key, resource)).as(key + " is there once").isNull();
            }
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files).hasSize(1 + list.at("resources").all().size());
        }
    }

    private static String file(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    private static Node pods(String component) {
        return RESOURCES
                .get(
                        component.equals("origin")
                                ? "StatefulSet/cumulonimbus-origin"
                                : "Deployment/cumulonimbus-edge")
                .at("spec");
    }

    private static Node container(String component) {
        return pods(component).at("template", "spec", "containers").named(component);
    }

    private static List<Node> of(String kind) {
        return RESOURCES.entrySet().stream()
                .filter(one -> one.getKey().startsWith(kind + "/"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whose pods have these labels. */
    private static String chosen(Node labels) {
        List<String> found =
                Stream.of("origin", "edge")
                        .filter(one -> has(pods(one).at("template", "metadata", "labels"), labels))
                        .toList();
        assertThat(found).as("whom %s chooses", labels).hasSize(1);
        return found.get(0);
    }

    private static boolean has(Node labels, Node wanted) {
        return ((Map<?, ?>) labels.value())
                .entrySet()
                .containsAll(((Map<?, ?>) wanted.value()).entrySet());
    }

    /** As Kubernetes makes it, of pod 10.1.2.3 on machine 192.0.2.9, with secrets. */
    private Map<String, String> environment(String component) {
        Map<String, String> environment = new HashMap<>();
        for (Node one : container(component).at("env").all()) {
            Node from = one.at("valueFrom");
            String value =
                    from.at("secretKeyRef").isThere()
                            ? "secret"
                            : from.at("fieldRef").isThere()
                                    ? field(from.at("fieldRef", "fieldPath").text())
                                    : one.at("value").text();
            for (Map.Entry<String, String> before : environment.entrySet()) {
                value = value.replace("$(" + before.getKey() + ")", before.getValue());
            }
            assertThat(value).as(one.text()).doesNotContain("$(");
            environment.put(one.at("name").text(), value);
        }
        return environment;
    }

    private static String field(String path) {
        return switch (path) {
            case "status.podIP" -> "10.1.2.3";
            case "status.hostIP" -> "192.0.2.9";
            case "metadata.name" -> "cumulonimbus-origin-0";
            default -> throw new AssertionError(path);
        };
    }

    private ConfigSources sources(String component) {
        return new ConfigSources(home, Optional.empty(), environment(component), List.of());
    }

    private static int port(String component, String name) {
        return container(component).at("ports").named(name).at("containerPort").number();
    }

    @Test
    void everySelectorChoosesPodsOfOneKind() {
        List<Node> selectors = new ArrayList<>();
        of("Service").forEach(one -> selectors.add(one.at("spec", "selector")));
        of("NetworkPolicy")
                .forEach(one -> selectors.add(one.at("spec", "podSelector", "matchLabels")));
        of("PodDisruptionBudget")
                .forEach(one -> selectors.add(one.at("spec", "selector", "matchLabels")));
        assertThat(selectors).hasSize(9).allSatisfy(KubernetesTest::chosen);
        for (String component : List.of("origin", "edge")) {
            assertThat(chosen(pods(component).at("selector", "matchLabels"))).isEqualTo(component);
        }
    }

    @Test
    void servicesLeadToPortsThatAreThere() {
        for (Node service : of("Service")) {
            String component = chosen(service.at("spec", "selector"));
            for (Node port : service.at("spec", "ports").all()) {
                Node target = container(component).at("ports").named(port.at("targetPort").text());
                assertThat(target.at("protocol")).isEqualTo(port.at("protocol"));
            }
        }
        Node entry = RESOURCES.get("Service/cumulonimbus").at("spec");
        assertThat(entry.at("externalTrafficPolicy").text()).isEqualTo("Local");
        assertThat(entry.at("ports").named("rtmfp").at("protocol").text()).isEqualTo("UDP");
    }

    @Test
    void originsOpenThePortsThatAreNamed() throws Exception {
        OriginConfig config = OriginConfig.load(sources("origin"));
        assertThat(config.port()).isEqualTo(port("origin", "rtmfp"));
        assertThat(config.edges().activated()).isTrue();
        assertThat(config.edges().port()).isEqualTo(port("origin", "link"));
        assertThat(config.edges().bindAddress().isAnyLocalAddress()).isTrue();
        assertThat(config.edges().keyFile()).isEqualTo(Path.of("/srv/keys/edges.key"));
        assertThat(config.cluster().enabled()).isTrue();
        assertThat(config.cluster().port()).isEqualTo(port("origin", "cluster"));
        assertThat(config.cluster().address()).isEqualTo("10.1.2.3");
        assertThat(config.cluster().node()).isEqualTo("cumulonimbus-origin-0");
        assertThat(config.admin().port()).isEqualTo(OptionalInt.of(port("origin", "admin")));
    }

    @Test
    void originsFindEachOtherByTheNameOfAll() {
        Node names = RESOURCES.get("Service/cumulonimbus-origins").at("spec");
        assertThat(names.at("clusterIP").text()).isEqualTo("None");
        assertThat(names.at("publishNotReadyAddresses").text()).isEqualTo("true");
        assertThat(pods("origin").at("serviceName").text()).isEqualTo("cumulonimbus-origins");
        String file =
                RESOURCES.get("ConfigMap/cumulonimbus-origins").at("data", "hazelcast.yaml").text();
        Node join =
                new Node(new Yaml(new SafeConstructor(new LoaderOptions())).load(file))
                        .at("hazelcast", "network", "join");
        assertThat(join.at("kubernetes", "enabled").text()).isEqualTo("true");
        assertThat(join.at("kubernetes", "service-dns").text()).isEqualTo("cumulonimbus-origins");
        assertThat(join.at("kubernetes", "service-port").number())
                .isEqualTo(port("origin", "cluster"));
        for (String other : List.of("auto-detection", "multicast", "tcp-ip")) {
            assertThat(join.at(other, "enabled").text()).isEqualTo("false");
        }
        assertThat(environment("origin").get("CUMULONIMBUS_CLUSTER_FILE"))
                .isEqualTo("/srv/cluster/hazelcast.yaml");
    }

    @Test
    void edgesFindOriginsAndClientsFindEdges() throws Exception {
        EdgeConfig config = EdgeConfig.load(sources("edge"));
        Node rtmfp = container("edge").at("ports").named("rtmfp");
        assertThat(config.port()).isEqualTo(rtmfp.at("containerPort").number());
        assertThat(config.publicAddress())
                .isEqualTo(new HostPort("192.0.2.9", rtmfp.at("hostPort").number()));
        assertThat(config.uplink().origins())
                .containsExactly(new HostPort("cumulonimbus-origins", port("origin", "link")));
        assertThat(config.rtmp().rtmp()).hasValue(port("edge", "rtmp"));
        assertThat(config.rtmp().http()).hasValue(port("edge", "rtmpt"));
        assertThat(config.rtmp().neighbours())
                .singleElement()
                .satisfies(
                        all -> {
                            assertThat(
                                            RESOURCES
                                                    .get("Service/" + all.host())
                                                    .at("spec", "clusterIP")
                                                    .text())
                                    .isEqualTo("None");
                            assertThat(all.ports().first()).isEqualTo(port("edge", "rtmpt"));
                        });
        assertThat(config.admin().port()).isEqualTo(OptionalInt.of(port("edge", "admin")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "edge"})
    void healthIsAskedWhereItIsTold(String component) throws Exception {
        Node container = container(component);
        Map<String, String> paths = new HashMap<>();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            Node get = container.at(probe, "httpGet");
            assertThat(get.at("port").text()).isEqualTo("admin");
            assertThat(get.at("scheme").text()).as("of a port with TLS").isEqualTo("HTTPS");
            paths.put(probe, get.at("path").text());
        }
        assertThat(paths)
                .containsEntry("startupProbe", "/health/live")
                .containsEntry("livenessProbe", "/health/live")
                .containsEntry("readinessProbe", "/health/ready");
        boolean encrypted =
                component.equals("origin")
                        ? OriginConfig.load(sources(component)).admin().tls().isPresent()
                        : EdgeConfig.load(sources(component)).admin().tls().isPresent();
        assertThat(encrypted).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "edge"})
    void containersAreConfined(String component) {
        Node pod = pods(component).at("template", "spec");
        assertThat(pod.at("securityContext", "runAsNonRoot").text()).isEqualTo("true");
        assertThat(pod.at("securityContext", "runAsUser").number()).isEqualTo(10001);
        assertThat(pod.at("automountServiceAccountToken").text()).isEqualTo("false");
        List<Node> all =
                Stream.of("containers", "initContainers")
                        .flatMap(list -> pod.at(list).all().stream())
                        .toList();
        for (Node container : all) {
            assertThat(container.at("securityContext", "readOnlyRootFilesystem").text())
                    .isEqualTo("true");
            assertThat(container.at("securityContext", "allowPrivilegeEscalation").text())
                    .isEqualTo("false");
            assertThat(container.at("securityContext", "capabilities", "drop").text())
                    .isEqualTo("[ALL]");
            assertThat(container.at("resources", "limits", "memory").text()).matches("[0-9]+[MG]i");
            Set<String> volumes =
                    Stream.concat(
                                    pod.at("volumes").all().stream(),
                                    pods(component).at("volumeClaimTemplates").all().stream()
                                            .map(claim -> claim.at("metadata")))
                            .map(volume -> volume.at("name").text())
                            .collect(Collectors.toSet());
            assertThat(container.at("volumeMounts").all())
                    .allSatisfy(mount -> assertThat(volumes).contains(mount.at("name").text()));
        }
    }

    @Test
    void nobodyButOriginsReachesWhatIsNeitherEncryptedNorAuthenticated() {
        assertThat(whoReaches("origin", port("origin", "cluster"))).containsExactly("origin");
        assertThat(whoReaches("origin", port("origin", "link"))).containsExactly("edge", "origin");
        assertThat(whoReaches("origin", port("origin", "rtmfp"))).containsExactly("all");
        assertThat(whoReaches("origin", port("origin", "admin"))).containsExactly("monitoring");
        assertThat(whoReaches("edge", port("edge", "rtmfp"))).containsExactly("all");
        assertThat(whoReaches("edge", port("edge", "rtmp"))).containsExactly("all");
        assertThat(whoReaches("edge", port("edge", "rtmpt"))).containsExactly("all");
        assertThat(whoReaches("edge", port("edge", "admin"))).containsExactly("monitoring");
    }

    private static Set<String> whoReaches(String component, int port) {
        Set<String> who = new TreeSet<>();
        for (Node policy : of("NetworkPolicy")) {
            if (!chosen(policy.at("spec", "podSelector", "matchLabels")).equals(component)) {
                continue;
            }
            for (Node rule : policy.at("spec", "ingress").all()) {
                if (rule.at("ports").all().stream()
                        .anyMatch(one -> one.at("port").number() == port)) {
                    who.addAll(from(rule));
                }
            }
        }
        return who;
    }

    private static List<String> from(Node rule) {
        if (!rule.at("from").isThere()) {
            return List.of("all");
        }
        return rule.at("from").all().stream()
                .map(
                        one ->
                                one.at("podSelector").isThere()
                                        ? chosen(one.at("podSelector", "matchLabels"))
                                        : "monitoring")
                .toList();
    }
}
