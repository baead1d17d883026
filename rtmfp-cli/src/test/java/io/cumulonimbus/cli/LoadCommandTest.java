package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import io.cumulonimbus.testkit.SimConditions;
import io.cumulonimbus.testkit.UdpRelay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Loads of a few sessions on a real server. */
@ParameterizedClass
@EnumSource(Way.class)
class LoadCommandTest {
    @Parameter private Way way;
    @TempDir private Path home;

    @Test
    void playersOfAPublishedFilmGetEveryMessageAndItsLatency() throws Exception {
        try (Stage stage = Stage.start(home, way)) {
            List<JsonNode> events = new ArrayList<>();
            int code =
                    load(
                            events,
                            stage.url("live"),
                            "--sessions=3",
                            "--play=film",
                            "--publish=synthetic",
                            "--settle=0.5",
                            "--duration=1.5",
                            "--pid=" + ProcessHandle.current().pid());
            assertThat(code).isZero();
            JsonNode load = events.get(events.size() - 1);
            assertThat(load.get("players").asInt()).isEqualTo(3);
            assertThat(load.get("publishers").asInt()).isEqualTo(1);
            assertThat(load.get("missing").asLong()).isZero();
            assertThat(load.get("messages").asLong()).isGreaterThan(load.get("published").asLong());
            assertAllArrived(load);
            assertLatencies(load);
            assertCosts(events.get(0), load);
        }
    }

    /** Everything that was published while it was measured came to all three, and is told so. */
    private static void assertAllArrived(JsonNode load) {
        long published = load.get("published").asLong();
        assertThat(published).isPositive();
        assertThat(load.get("notPublished").asLong()).isZero();
        // Some may be written between two readings at the beginning.
        assertThat(load.get("expected").asLong()).isBetween(3 * (published - 5), 3 * published);
        assertThat(load.get("delivered")).isEqualTo(load.get("expected"));
        assertThat(load.get("lost").asLong()).isZero();
        assertThat(load.get("lostFragments").asLong()).isZero();
    }

    private static void assertLatencies(JsonNode load) {
        List<Double> latencies =
                Stream.of("P50", "P90", "P99", "P999", "Max")
                        .map(name -> load.get("latencyMs" + name).asDouble())
                        .toList();
        assertThat(latencies).isSorted().allMatch(ms -> ms > 0);
    }

    private static void assertCosts(JsonNode loaded, JsonNode load) {
        assertThat(loaded.get("serverCpuMsPerConnect").asDouble()).isNotNegative();
        assertThat(loaded.get("serverResidentKbPerSession").isNumber()).isTrue();
        double megabytes = load.get("bytes").asLong() / 1e6;
        assertThat(load.get("serverCpuMs").asDouble()).isPositive();
        assertThat(load.get("serverCpuMsPerMB").asDouble() * megabytes)
                .isCloseTo(load.get("serverCpuMs").asDouble(), Percentage.withPercentage(1));
        assertThat(load.get("serverResidentKb").asLong()).isPositive();
    }

    @Test
    void whatANetworkSwallowsIsCountedAsLost() throws Exception {
        try (Stage stage = Stage.start(home, way);
                UdpRelay narrow =
                        new UdpRelay(
                                stage.door(),
                                new SimConditions(),
                                new SimConditions().rate(10_000, 20_000),
                                1)) {
            List<JsonNode> events = new ArrayList<>();
            String url = "rtmfp://127.0.0.1:" + narrow.address().getPort() + "/live";
            load(
                    events,
                    url,
                    "--sessions=2",
                    "--play=film",
                    "--publish=synthetic",
                    "--settle=0",
                    "--duration=1");
            JsonNode load = events.get(events.size() - 1);
            long lost = load.get("lost").asLong();
            assertThat(lost).isPositive();
            assertThat(load.get("delivered").asLong() + lost)
                    .isEqualTo(load.get("expected").asLong());
        }
    }

    @Test
    void eachSessionPublishesUnderItsOwnName() throws Exception {
        try (Stage stage = Stage.start(home, way)) {
            List<JsonNode> events = new ArrayList<>();
            int code =
                    load(
                            events,
                            stage.url("live"),
                            "--sessions=2",
                            "--publish=synthetic",
                            "--key-every=10",
                            "--silences=250",
                            "--settle=0",
                            "--duration=0.5");
            assertThat(code).isZero();
            assertThat(events)
                    .extracting(event -> event.get("event").asText())
                    .containsExactly("loaded", "watching", "load");
            JsonNode load = events.get(events.size() - 1);
            assertThat(load.get("publishers").asInt()).isEqualTo(2);
            assertThat(load.get("published").asLong()).isPositive();
            assertThat(load.get("streamErrors").asLong()).isZero();
        }
    }

    @Test
    void idleSessionsConnectAndStay() throws Exception {
        try (Stage stage = Stage.start(home, way)) {
            List<JsonNode> events = new ArrayList<>();
            int code =
                    load(
                            events,
                            stage.url("live"),
                            "--sessions=20",
                            "--idle",
                            "--group=2",
                            "--settle=0",
                            "--duration=0.2");
            assertThat(code).isZero();
            assertThat(events.get(0).get("sessions").asInt()).isEqualTo(20);
            assertThat(events.get(1).get("sessionsLost").asInt()).isZero();
        }
    }

    @Test
    void callsAreCountedAndTimed() throws Exception {
        String script = "function onConnection(c) function c:test(a) return a end end";
        try (Stage stage = Stage.start(home, way).application(home, "hello", script)) {
            for (String rate : List.of("0", "200")) {
                List<JsonNode> events = new ArrayList<>();
                int code =
                        load(
                                events,
                                stage.url("hello"),
                                "--call=test",
                                "--argument=x",
                                "--in-flight=8",
                                "--rate=" + rate,
                                "--settle=0.1",
                                "--duration=0.5",
                                "--pid=" + ProcessHandle.current().pid());
                assertThat(code).isZero();
                JsonNode load = events.get(events.size() - 1);
                assertThat(load.get("calls").asLong()).isPositive();
                assertThat(load.get("failedCalls").asLong()).isZero();
                assertThat(load.get("latencyMsP99").asDouble()).isPositive();
            }
        }
    }

    @Test
    void aRefusedSessionIsTheFailureOfTheLoad() throws Exception {
        try (Stage stage = Stage.start(home, way)) {
            List<JsonNode> events = new ArrayList<>();
            int code = load(events, stage.url("nowhere"), "--idle", "--settle=0", "--duration=0.1");
            assertThat(code).isEqualTo(ExitCode.REFUSED.number());
            assertThat(events.get(0).get("failed").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Flood.class)
    void aFloodLeavesNothingBehindOnTheServer(Flood flood) throws Exception {
        try (Stage stage = Stage.start(home, way)) {
            List<JsonNode> events = new ArrayList<>();
            int code =
                    load(
                            events,
                            stage.url("live"),
                            "--flood=" + flood,
                            "--rate=2000",
                            "--duration=0.3");
            assertThat(code).isZero();
            assertThat(events.get(0).get("sent").asLong()).isPositive();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> stage.atTheDoor().stream().allMatch(LoadCommandTest::isEmpty));
            assertThat(seenBy(stage, flood)).isPositive();
        }
    }

    private static boolean isEmpty(EndpointStatistics statistics) {
        return statistics.sessions() + statistics.halfOpen() + statistics.keyings() == 0;
    }

    /** How much of the flood the server took for what it is. */
    private static long seenBy(Stage stage, Flood flood) {
        return stage.atTheDoor().stream()
                .mapToLong(
                        statistics ->
                                switch (flood) {
                                    case HELLO -> statistics.hellos();
                                    case KEYING -> statistics.badCookies();
                                    case PING -> statistics.accepted();
                                })
                .sum();
    }

    @Test
    void aFloodOfAnotherMachineIsRefused() {
        assertThat(Stage.rtmfp("load", "rtmfp://192.0.2.1/live", "--flood=hello"))
                .isEqualTo(ExitCode.USAGE.number());
    }

    @ParameterizedTest
    @CsvSource({
        "--idle, --sessions=0",
        "--idle, --duration=0",
        "--idle, --play=x",
        "--idle, --at-once=0",
        "--sessions=1, --threads=1",
        "--idle, --group=3",
        "--publish=synthetic, --key-every=0",
        "--play=x, --silences=-1",
        "--idle, --flood=hello",
        "--flood=ping, --rate=-1",
        "--flood=everything, --rate=1"
    })
    void whatMakesNoSenseIsAUsageError(String first, String second) {
        assertThat(Stage.rtmfp("load", "rtmfp://127.0.0.1/live", first, second))
                .isEqualTo(ExitCode.USAGE.number());
    }

    private static int load(List<JsonNode> events, String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of("load", url, "--json"));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        events.addAll(run.events());
        return run.code();
    }
}
