package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.testkit.Vectors;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How sessions of rtmfp-cpp began and ended on its simulated network, done again by our endpoints
 * on ours: the same packets are lost, and the same happens at the same times. What they did in
 * between is for {@code ReproducedTracesTest}.
 */
class SimulatedTracesTest {
    private static final long MS = 1_000_000L;
    private static final InetSocketAddress MOVED = new InetSocketAddress("10.0.0.3", 6000);

    private final World world = new World(1);
    private final Node server = world.server();
    private final List<String> timeline = new ArrayList<>();
    private final List<Long> fromClient = new ArrayList<>();
    private long start;

    /** The packets of a trace under the default key, or the others, that a node sent. */
    private static List<JsonNode> sent(String trace, String node, boolean startup) {
        return Vectors.lines("session-sim-" + trace + ".jsonl").stream()
                .filter(line -> line.get("ev").asText().equals("tx"))
                .filter(line -> node.isEmpty() || line.get("node").asText().equals(node))
                .filter(line -> line.get("key").asText().equals("default") == startup)
                .toList();
    }

    private static long ms(JsonNode line) {
        return Math.round(line.get("t").asDouble() * 1000);
    }

    /** Which of the startup packets of a trace nobody received. */
    private static Set<Integer> lost(String trace) {
        Set<String> received = new TreeSet<>();
        for (JsonNode line : Vectors.lines("session-sim-" + trace + ".jsonl")) {
            if (line.get("ev").asText().equals("rx")) {
                received.add(line.get("datagram").asText());
            }
        }
        Set<Integer> lost = new TreeSet<>();
        List<JsonNode> all = sent(trace, "", true);
        for (int i = 0; i < all.size(); i++) {
            if (!received.remove(all.get(i).get("datagram").asText())) {
                lost.add(i);
            }
        }
        return lost;
    }

    private void watch(Set<Integer> lost) {
        world.conditions().latencyMs(20);
        start = world.nowNs();
        int[] startups = new int[1];
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            long now = (world.nowNs() - start) / MS;
                            String node = from.equals(server.address()) ? "server" : "client";
                            Optional<String> chunk = Startups.chunk(datagram);
                            if (chunk.isPresent()) {
                                timeline.add(now + " " + node + " " + chunk.get());
                                return !lost.contains(startups[0]++);
                            }
                            if (node.equals("client")) {
                                fromClient.add(now);
                            }
                            return true;
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handshake",
                "ihello-iikeying-retransmit",
                "rikeying-retransmit",
                "open-timeout",
                "cookie-change"
            })
    void startupTakesTheSamePacketsAtTheSameTimes(String trace) {
        watch(lost(trace));
        Node client = world.newClient();
        client.connect(server.address());
        if (trace.equals("cookie-change")) {
            world.runFor(30);
            world.network().translate(client.address(), MOVED);
        }
        world.runFor(100_000);
        List<String> expected =
                sent(trace, "", true).stream()
                        .map(
                                line ->
                                        ms(line)
                                                + " "
                                                + line.get("node").asText()
                                                + " "
                                                + line.get("chunks").get(0).get("name").asText())
                        .toList();
        assertThat(timeline).isEqualTo(expected);
        assertThat(client.clients().isEmpty()).isEqualTo(trace.equals("open-timeout"));
        assertThat(client.failures().isEmpty()).isEqualTo(!trace.equals("open-timeout"));
        world.verify();
    }

    @Test
    void aCloseIsRepeatedAtTheSameTimes() {
        Node client = world.connectedClient();
        world.runFor(2_000);
        server.die();
        watch(Set.of());
        client.client().close(CloseReason.NEAR_CLOSED);
        assertThat(world.runUntil(client::isEmpty, 100_000)).isTrue();
        List<Long> recorded =
                sent("close-retransmit", "client", false).stream()
                        .filter(
                                line ->
                                        line.get("chunks")
                                                .get(0)
                                                .get("name")
                                                .asText()
                                                .equals("Close"))
                        .map(line -> ms(line) - 1000)
                        .toList();
        assertThat(recorded).hasSize(18);
        // Ours may send one more in the moment in which it gives up.
        assertThat(fromClient.subList(0, recorded.size())).isEqualTo(recorded);
        assertThat(fromClient.size()).isLessThanOrEqualTo(recorded.size() + 1);
        assertThat(world.nowNs() - start).isEqualTo(90_000 * MS);
    }

    @Test
    void theSameCertificatePrevailsInGlare() throws Exception {
        List<JsonNode> lines = Vectors.lines("session-sim-glare.jsonl");
        List<Certificate> certificates = new ArrayList<>();
        for (JsonNode line : lines.subList(0, 2)) {
            String text = line.get("text").asText();
            String hex = text.substring(text.lastIndexOf(' ') + 1);
            certificates.add(Certificate.parse(Vectors.hex(hex)));
        }
        int modeOfA =
                sent("glare", "peerA", false).stream()
                        .mapToInt(line -> line.get("mode").asInt())
                        .findFirst()
                        .orElseThrow();
        assertThat(certificates.get(0).prevailsOver(certificates.get(1))).isEqualTo(modeOfA == 1);
        assertThat(certificates.get(1).prevailsOver(certificates.get(0))).isEqualTo(modeOfA == 2);
    }
}
