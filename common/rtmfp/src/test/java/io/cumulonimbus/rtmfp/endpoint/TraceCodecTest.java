package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.testkit.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every packet that rtmfp-cpp sent or took in a trace, through our keys, headers and chunks. */
class TraceCodecTest {
    private static final int NEXT_USER_DATA = 0x11;
    private static final int ECN_REPORT = 0xec;
    private static final int PADDING = 0xff;
    private static final int CHUNK_HEADER = 3;

    private final Map<String, SessionKey> keys = new HashMap<>();
    private int packets;
    private int encodedAgain;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static-server",
                "static-redirect",
                "p2p-introduction",
                "auth",
                "sim-abandon",
                "sim-abrupt-close",
                "sim-close-retransmit",
                "sim-cookie-change",
                "sim-flow-control-buffer-probe",
                "sim-flow-reject",
                "sim-glare",
                "sim-handshake",
                "sim-idle-close",
                "sim-ihello-iikeying-retransmit",
                "sim-keepalive-and-dead-peer",
                "sim-loss",
                "sim-mobility",
                "sim-open-timeout",
                "sim-return-flow",
                "sim-rikeying-retransmit",
                "sim-session-override",
                "sim-time-critical-reverse",
                "sim-timeout-backoff"
            })
    void everyPacketOpensDecodesAndIsEncodedAsItWas(String trace) throws Exception {
        for (JsonNode line : Vectors.lines("session-" + trace + ".jsonl")) {
            switch (line.get("ev").asText()) {
                case "keys" -> {
                    String node = node(line);
                    keys.put(node + line.get("tx_key_id").asText(), key(line, true));
                    keys.put(node + line.get("rx_key_id").asText(), key(line, false));
                }
                case "tx", "rx" -> check(line);
                default -> {}
            }
        }
        assertThat(packets).isPositive();
        assertThat(encodedAgain).isGreaterThanOrEqualTo(packets / 2);
    }

    private static String node(JsonNode line) {
        return line.get("node").asText().replace("(restarted)", "");
    }

    private void check(JsonNode line) throws Exception {
        SessionKey key =
                line.get("key").asText().equals("default")
                        ? SessionKey.defaultKey()
                        : keys.get(node(line) + line.get("key_id").asText());
        Packets.Opened opened = Packets.open(key, Vectors.hex(line, "datagram")).orElseThrow();
        byte[] plain = Vectors.hex(line, "packet");
        assertThat(Arrays.copyOf(opened.plain(), plain.length)).isEqualTo(plain);
        assertThat(opened.sessionId())
                .isEqualTo(Integer.parseUnsignedInt(line.get("session_id").asText(), 16));

        PacketHeader header = PacketHeader.read(new PacketReader(plain));
        assertThat(header.mode()).isEqualTo(line.get("mode").asInt());
        assertThat(header.timeCritical()).isEqualTo(line.get("tc").asBoolean());
        assertThat(header.timeCriticalReverse()).isEqualTo(line.get("tcr").asBoolean());
        assertThat(header.timestamp()).isEqualTo(line.path("ts").asInt(PacketHeader.NONE));
        assertThat(header.timestampEcho()).isEqualTo(line.path("tse").asInt(PacketHeader.NONE));
        PacketWriter out = new PacketWriter(PacketHeader.MAX_LENGTH);
        header.write(out);
        assertThat(out.toBytes()).isEqualTo(Arrays.copyOf(plain, header.length()));
        checkChunks(line.get("chunks"), opened.chunks());
        packets++;
    }

    private void checkChunks(JsonNode recorded, List<Chunk> decoded) {
        int at = 0;
        for (JsonNode each : recorded) {
            int type = each.get("type").asInt();
            if (type == ECN_REPORT || type == PADDING || type == 0) {
                continue;
            }
            Chunk chunk = decoded.get(at++);
            PacketWriter out = new PacketWriter(2048);
            assertThat(ChunkEncoder.encode(chunk, out)).isTrue();
            byte[] encoded = out.toBytes();
            if (type == NEXT_USER_DATA) {
                List<Chunk> again = new ArrayList<>();
                new ChunkDecoder().decode(encoded, 0, encoded.length, again::add);
                assertThat(again).containsExactly(chunk);
            } else {
                assertThat(encoded[0] & 0xff).isEqualTo(type);
                assertThat(Arrays.copyOfRange(encoded, CHUNK_HEADER, encoded.length))
                        .as(each.get("name").asText())
                        .isEqualTo(Vectors.hex(each, "payload"));
            }
            encodedAgain++;
        }
        assertThat(decoded).hasSize(at);
    }

    /** What opens packets that this node sent, or received. */
    private static SessionKey key(JsonNode keys, boolean sent) {
        byte[] out = Vectors.hex(keys, "encrypt_key_256");
        byte[] in = Vectors.hex(keys, "decrypt_key_256");
        byte[] hmacOut = hex(keys, "hmac_send_key");
        byte[] hmacIn = hex(keys, "hmac_recv_key");
        int lengthOut = keys.get("hmac_send_length").asInt();
        int lengthIn = keys.get("hmac_recv_length").asInt();
        boolean numbersOut = keys.get("sends_sseq").asBoolean();
        boolean numbersIn = keys.get("receives_sseq").asBoolean();
        byte[] near = Vectors.hex(keys, "near_nonce");
        byte[] far = Vectors.hex(keys, "far_nonce");
        return SessionKey.of(
                sent
                        ? new SessionKeys(
                                in,
                                out,
                                hmacIn,
                                hmacOut,
                                lengthIn,
                                lengthOut,
                                numbersIn,
                                numbersOut,
                                far,
                                near)
                        : new SessionKeys(
                                out,
                                in,
                                hmacOut,
                                hmacIn,
                                lengthOut,
                                lengthIn,
                                numbersOut,
                                numbersIn,
                                near,
                                far));
    }

    private static byte[] hex(JsonNode keys, String field) {
        return keys.path(field).isTextual() ? Vectors.hex(keys, field) : new byte[0];
    }
}
