package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cumulonimbus.admin.AdminDoor;
import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.EdgeAdmin;
import io.cumulonimbus.origin.OriginAdmin;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules for alerts and the dashboard that come along, beside what servers tell. */
class MonitoringTest {
    private static final Path FOLDER = Path.of("../cluster-config/monitoring");
    private static final AdminConfig CONFIG =
            new AdminConfig(InetAddress.getLoopbackAddress(), OptionalInt.of(0), Secret.NONE);
    private static final Pattern METRIC =
            Pattern.compile("\\b(cumulonimbus|jvm|process|system)_[a-z0-9_]+");

    @TempDir private Path home;

    private static Set<String> told(AdminDoor door) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI metrics = URI.create("http://127.0.0.1:" + door.address().getPort() + "/metrics");
            return http.send(
                            HttpRequest.newBuilder(metrics).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]")[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> named(List<String> expressions) {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions) {
            Matcher metric = METRIC.matcher(expression);
            boolean any = false;
            while (metric.find()) {
                names.add(metric.group());
                any = true;
            }
            assertThat(any || expression.startsWith("up{")).as(expression).isTrue();
        }
        return names;
    }

    private static List<String> rules() throws Exception {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(Files.readString(FOLDER.resolve("alerts.yml")));
        List<String> expressions = new ArrayList<>();
        for (Map<String, List<Map<String, Object>>> group : file.get("groups")) {
            for (Map<String, Object> rule : group.get("rules")) {
                assertThat(rule).containsKeys("alert", "expr", "labels", "annotations");
                expressions.add((String) rule.get("expr"));
            }
        }
        return expressions;
    }

    private static List<String> panels() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(FOLDER.resolve("grafana.json").toFile());
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            panel.get("targets").forEach(target -> expressions.add(target.get("expr").asText()));
        }
        expressions.add(dashboard.at("/templating/list/1/query/query").asText());
        return expressions;
    }

    @Test
    void everyFigureThatIsLookedAtIsTold() throws Exception {
        Stage stage = Stage.start(home, Way.THROUGH_EDGE);
        try (AdminDoor origin = OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow();
                AdminDoor edge = EdgeAdmin.open(CONFIG, stage.edge(), () -> true).orElseThrow()) {
            List<String> expressions = new ArrayList<>(rules());
            expressions.addAll(panels());
            assertThat(expressions).hasSizeGreaterThan(30);
            Set<String> wanted = named(expressions);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> {
                                System.gc(); // pauses are told of once there was one
                                Set<String> told = told(origin);
                                told.addAll(told(edge));
                                assertThat(told).containsAll(wanted);
                            });
        } finally {
            stage.close();
        }
    }

    @Test
    void everyFigureOfOursIsExplained() throws Exception {
        String explained = Files.readString(Path.of("../docs/metrics.md"));
        Stage stage = Stage.start(home, Way.THROUGH_EDGE);
        try (AdminDoor origin = OriginAdmin.open(CONFIG, stage.origin(), () -> true).orElseThrow();
                AdminDoor edge = EdgeAdmin.open(CONFIG, stage.edge(), () -> true).orElseThrow()) {
            Set<String> told = told(origin);
            told.addAll(told(edge));
            for (String name : told) {
                if (name.startsWith("cumulonimbus_")) {
                    String known =
                            name.substring("cumulonimbus_".length())
                                    .replaceFirst("_seconds_(bucket|count|sum)$", "_seconds");
                    assertThat(explained).contains("`" + known + "`");
                }
            }
        } finally {
            stage.close();
        }
    }
}
