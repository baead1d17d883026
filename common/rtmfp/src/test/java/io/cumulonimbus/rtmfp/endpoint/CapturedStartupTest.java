package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.IIKeying;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.chunk.RIKeying;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.Vectors;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The startup packets of real clients, as they put them on the wire, meet our responder. */
class CapturedStartupTest {
    private static final List<JsonNode> LINES = Vectors.lines("captured-startup.jsonl");
    private static final int CERTIFICATE_LENGTH = 77;

    /** Ours on the wire: 1a off, 1e off, then the padded group 2 key. */
    private static final String OFF_AND_GROUP_2 = "031a0000" + "021e00" + "81020d02";

    private final List<byte[]> sent = new ArrayList<>();
    private final RtmfpEndpoint server =
            new RtmfpEndpoint(
                    EndpointConfig.SERVER,
                    Identity.server(
                            new SplittableRandom(5),
                            List.of(
                                    DhGroup.MODP_4096,
                                    DhGroup.MODP_2048,
                                    DhGroup.MODP_1536,
                                    DhGroup.MODP_1024)),
                    client -> new RecordingHandler(),
                    this::work,
                    () -> {},
                    new SplittableRandom(6));
    private int keyings;
    private long now = 1_000_000_000L;

    private void work(KeyingWork work) {
        keyings++;
        work.run();
        server.complete(work, now);
    }

    private List<byte[]> answers(byte[] datagram, InetSocketAddress from) {
        sent.clear();
        now += 1_000_000;
        server.receive(datagram, datagram.length, from, now);
        server.flush((packet, length, to) -> sent.add(Arrays.copyOf(packet, length)), now);
        return List.copyOf(sent);
    }

    private static InetSocketAddress addressOf(String client) {
        int port = Integer.parseInt(client.substring(client.indexOf(':') + 1));
        return new InetSocketAddress("127.0.0.1", port);
    }

    private static List<JsonNode> fromClients(String chunk) {
        return LINES.stream()
                .filter(line -> line.get("chunk").asText().equals(chunk))
                .filter(line -> line.get("src").asText().startsWith("client:"))
                .toList();
    }

    @Test
    void everyPacketParses() {
        assertThat(LINES).hasSize(82);
        for (JsonNode line : LINES) {
            Packets.Opened packet = Packets.startup(Vectors.hex(line, "datagram"));
            assertThat(packet.plain()).isEqualTo(Vectors.hex(line, "packet"));
            assertThat(packet.sessionId())
                    .isEqualTo(Integer.parseUnsignedInt(line.get("session_id").asText(), 16));
            assertThat(packet.chunks()).hasSize(1);
            assertThat(packet.chunks().get(0).getClass().getSimpleName())
                    .isEqualTo(line.get("chunk").asText());
        }
    }

    @Test
    void everyHelloIsAnsweredInTheShapeThatClientsRead() {
        List<JsonNode> hellos = fromClients("IHello");
        assertThat(hellos).isNotEmpty();
        for (JsonNode line : hellos) {
            byte[] datagram = Vectors.hex(line, "datagram");
            List<byte[]> answers = answers(datagram, addressOf(line.get("src").asText()));
            assertThat(answers).hasSize(1);
            Packets.Opened answer = Packets.startup(answers.get(0));
            RHello hello = answer.only(RHello.class);
            assertThat(answer.plain()[0]).isEqualTo((byte) 0x0b);
            assertThat(answer.sessionId()).isZero();
            assertThat(hello.cookie()).hasSize(64);
            assertThat(hello.certificate()).hasSize(CERTIFICATE_LENGTH);
            assertThat(hello.tagEcho())
                    .isEqualTo(Packets.startup(datagram).only(IHello.class).tag());
        }
        assertThat(server.statistics().hellos()).isEqualTo(hellos.size());
        assertThat(server.statistics().sessions()).isZero();
    }

    @Test
    void everyKeyingWithOurCookieIsAnsweredAsItsSenderNeeds() {
        List<JsonNode> keyings = fromClients("IIKeying");
        assertThat(keyings).isNotEmpty();
        for (JsonNode line : keyings) {
            InetSocketAddress from = addressOf(line.get("src").asText());
            IIKeying captured = keying(line);
            Packets.Opened answer = Packets.startup(answerTo(captured, from));
            RIKeying answered = answer.only(RIKeying.class);
            assertThat(answer.plain()[0]).isEqualTo((byte) 0x0b);
            assertThat(answer.sessionId()).isEqualTo(captured.initiatorSessionId());
            assertThat(answered.responderSessionId()).isNotZero();
            assertThat(answered.signature()).isEqualTo(new byte[] {'X'});
            String component = Vectors.hex(answered.keyingComponent());
            if (Vectors.hex(captured.keyingComponent()).endsWith("021e07")) {
                // rtmfp-cpp requires both, so it gets both
                assertThat(component).startsWith("031a0710" + "021e07");
            } else {
                assertThat(component).startsWith(OFF_AND_GROUP_2);
                assertThat(answered.keyingComponent()).hasSize(139);
            }
        }
    }

    @Test
    void aRepeatedKeyingGetsTheIdenticalAnswerAndNoSecondSession() {
        JsonNode line = fromClients("IIKeying").get(0);
        InetSocketAddress from = addressOf(line.get("src").asText());
        byte[] first = answerTo(keying(line), from);
        byte[] second = answerTo(keying(line), from);
        assertThat(Packets.startup(second).only(RIKeying.class))
                .isEqualTo(Packets.startup(first).only(RIKeying.class));
        assertThat(keyings).isEqualTo(1);
        assertThat(server.statistics().sessions()).isEqualTo(1);
    }

    @Test
    void keyingsWithForeignCookiesAreIgnoredWithoutArithmetic() {
        List<JsonNode> lines = fromClients("IIKeying");
        for (JsonNode line : lines) {
            InetSocketAddress from = addressOf(line.get("src").asText());
            assertThat(answers(Vectors.hex(line, "datagram"), from)).isEmpty();
        }
        assertThat(keyings).isZero();
        assertThat(server.statistics().sessions()).isZero();
        assertThat(server.statistics().badCookies()).isEqualTo(lines.size());
    }

    private static IIKeying keying(JsonNode line) {
        return Packets.startup(Vectors.hex(line, "datagram")).only(IIKeying.class);
    }

    /** What is answered to a captured keying that carries a cookie of ours. */
    private byte[] answerTo(IIKeying captured, InetSocketAddress from) {
        byte[] wanted = {5, 0x0a, 'l', 'i', 'v', 'e'};
        List<byte[]> hello = answers(Packets.startup(0, new IHello(wanted, new byte[16])), from);
        byte[] cookie = Packets.startup(hello.get(0)).only(RHello.class).cookie();
        IIKeying ours =
                new IIKeying(
                        captured.initiatorSessionId(),
                        cookie,
                        captured.certificate(),
                        captured.keyingComponent(),
                        captured.signature(),
                        captured.signedParameters());
        List<byte[]> answers = answers(Packets.startup(0, ours), from);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }
}
