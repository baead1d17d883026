package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.FlowExceptionReport;
import io.cumulonimbus.rtmfp.chunk.IIKeying;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.session.Established;
import io.cumulonimbus.rtmfp.session.PacketAssembler;
import io.cumulonimbus.rtmfp.session.Session;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real sessions of rtmfp-cpp, replayed: our session takes the place of the recorded server with its
 * keys and ids, and hears everything that it heard.
 */
class TraceReplayTest {
    /** rtmfp-cpp's private report, which a receiver skips. */
    private static final int ECN_REPORT = 0xec;

    /** One session of the trace, and ours in its place. */
    private static final class Replayed {
        private final Session session;
        private final SessionKey ofOurs;
        private final SessionKey ofRecorded;
        private final SessionKey reader;
        private final RecordingHandler handler;
        private final Map<Long, TreeMap<Long, UserData>> heard = new LinkedHashMap<>();
        private final Map<Long, Long> recordedAcks = new HashMap<>();
        private final Map<Long, Long> ourAcks = new HashMap<>();
        private final List<Long> foreignAcks = new ArrayList<>();

        private Replayed(Session session, JsonNode keys, RecordingHandler handler) {
            this.session = session;
            this.ofOurs = SessionKey.of(keys(keys, true));
            this.ofRecorded = SessionKey.of(keys(keys, true));
            this.reader = SessionKey.of(keys(keys, false));
            this.handler = handler;
        }
    }

    private final List<byte[]> sent = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Map<Session, RecordingHandler> handlers = new HashMap<>();
    private final Sessions sessions =
            new Sessions(
                    EndpointConfig.SERVER,
                    client -> handlers.get((Session) client),
                    counters,
                    new PacketAssembler(
                            (datagram, length, to) -> sent.add(Arrays.copyOf(datagram, length))),
                    () -> {},
                    new SplittableRandom(1),
                    Shard.alone());
    private final Map<String, Replayed> byRxKey = new HashMap<>();
    private final Map<String, Replayed> byTxKey = new HashMap<>();
    private long now = 1_000_000_000_000L;

    @ParameterizedTest
    @ValueSource(strings = {"hmac-sseq", "plain-checksum", "hmac-only", "sseq-only", "loss"})
    void aRecordedServerIsReplacedByOurs(String trace) {
        replay(trace, "server");
        assertThat(byRxKey).hasSize(2);
        byRxKey.values().forEach(TraceReplayTest::check);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static-server",
                "auth",
                "p2p-introduction",
                "sim-handshake",
                "sim-loss",
                "sim-abandon",
                "sim-timeout-backoff",
                "sim-flow-control-buffer-probe",
                "sim-mobility",
                "sim-rikeying-retransmit",
                "sim-session-override",
                "sim-time-critical-reverse",
                "sim-idle-close",
                "sim-abrupt-close",
                "sim-close-retransmit",
                "sim-cookie-change",
                "sim-flow-reject",
                "sim-glare",
                "sim-ihello-iikeying-retransmit",
                "sim-keepalive-and-dead-peer",
                "sim-return-flow",
                "static-redirect"
            })
    void oursHearsWhatTheRecordedServerHeard(String trace) {
        replay(trace, trace.equals("sim-glare") ? "peerB" : "server");
        assertThat(byRxKey).isNotEmpty();
        for (Replayed replayed : byRxKey.values()) {
            checkDelivery(replayed);
        }
    }

    private void replay(String trace, String node) {
        List<JsonNode> lines =
                Vectors.lines("session-" + trace + ".jsonl").stream()
                        .filter(line -> line.path("node").asText().equals(node))
                        .toList();
        long start = now;
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            String event = line.get("ev").asText();
            if (line.has("t")) {
                now = Math.max(now, start + (long) (line.get("t").asDouble() * 1e9));
            }
            if (event.equals("keys")) {
                begin(line, lines, i);
            } else if (isSession(line) && event.equals("rx")) {
                receive(line);
            } else if (isSession(line) && event.equals("tx")) {
                flush();
                noteRecordedAcks(line);
            }
        }
        assertThat(counters.faults).isZero();
    }

    private static boolean isSession(JsonNode line) {
        return line.has("key_id") && line.get("key").asText().equals("session");
    }

    /**
     * What the recorded server negotiated is given, so that neither cookie nor keying is needed.
     */
    private void begin(JsonNode keys, List<JsonNode> lines, int at) {
        JsonNode in = first(lines, at, "rx", keys.get("rx_key_id").asText());
        JsonNode out = first(lines, at, "tx", keys.get("tx_key_id").asText());
        String[] peer = in.get("peer").asText().split(":");
        Certificate certificate = lastCertificate(lines, at);
        SessionKeys negotiated = keys(keys, false);
        ClientIdentity identity =
                new ClientIdentity(
                        Protocol.RTMFP,
                        certificate.fingerprint(),
                        "",
                        negotiated.nearNonce(),
                        negotiated.farNonce());
        Established established =
                new Established(
                        identity,
                        certificate,
                        false,
                        sessionId(in),
                        sessionId(out),
                        negotiated,
                        new InetSocketAddress(peer[0], Integer.parseInt(peer[1])));
        Session session = sessions.add(established, now);
        RecordingHandler handler = new RecordingHandler();
        // As the recorded server, answer the control flow with one of our own.
        handler.onFlow(
                flow -> {
                    if (handler.flows().size() == 1) {
                        byte[] metadata = {0, 'T', 'C', 4, 0};
                        session.openFlow(
                                new FlowSpec(
                                        metadata, Optional.of(flow.incoming()), Priority.COMMAND),
                                SinkListener.NONE);
                    }
                });
        handlers.put(session, handler);
        Replayed replayed = new Replayed(session, keys, handler);
        byRxKey.put(keys.get("rx_key_id").asText(), replayed);
        byTxKey.put(keys.get("tx_key_id").asText(), replayed);
    }

    private void receive(JsonNode line) {
        Replayed replayed = byRxKey.get(line.get("key_id").asText());
        byte[] datagram = Vectors.hex(line, "datagram");
        Packets.Opened packet = Packets.open(replayed.reader, datagram).orElseThrow();
        assertThat(packet.plain()).isEqualTo(Vectors.hex(line, "packet"));
        assertThat(packet.sessionId()).isEqualTo(sessionId(line));
        checkHeader(packet, line);
        checkChunks(packet, line);
        for (UserData data : packet.all(UserData.class)) {
            replayed.heard
                    .computeIfAbsent(data.flowId(), id -> new TreeMap<>())
                    .putIfAbsent(data.sequenceNumber(), data);
        }
        packet.all(Ack.class).stream()
                .filter(ack -> ack.flowId() != 2)
                .forEach(ack -> replayed.foreignAcks.add(ack.flowId()));

        long rejected = counters.rejected;
        InetSocketAddress from = replayed.session.address();
        boolean known = sessions.receive(packet.sessionId(), datagram, datagram.length, from, now);
        assertThat(known).isTrue();
        assertThat(counters.rejected).as("everything decrypts").isEqualTo(rejected);
    }

    /** We send when the recorded server did. */
    private void flush() {
        sent.clear();
        sessions.advance(now);
        sessions.flush(now);
        for (byte[] ours : sent) {
            for (Replayed each : byRxKey.values()) {
                Packets.open(each.ofOurs, ours).ifPresent(packet -> noteOurAcks(each, packet));
            }
        }
    }

    private static void noteOurAcks(Replayed replayed, Packets.Opened packet) {
        assertThat(packet.all(FlowExceptionReport.class)).isEmpty();
        for (Ack ack : packet.all(Ack.class)) {
            replayed.ourAcks.put(ack.flowId(), ack.cumulative());
        }
    }

    private void noteRecordedAcks(JsonNode line) {
        Replayed replayed = byTxKey.get(line.get("key_id").asText());
        Packets.Opened packet =
                Packets.open(replayed.ofRecorded, Vectors.hex(line, "datagram")).orElseThrow();
        packet.all(Ack.class)
                .forEach(ack -> replayed.recordedAcks.put(ack.flowId(), ack.cumulative()));
    }

    private static void check(Replayed replayed) {
        checkDelivery(replayed);
        assertThat(replayed.handler.flows().stream().mapToInt(flow -> flow.messages().size()).sum())
                .isGreaterThan(2);
        assertThat(replayed.ourAcks).isEqualTo(replayed.recordedAcks);
        assertThat(replayed.foreignAcks)
                .as("acknowledgements of flows we do not have")
                .isNotEmpty();
        assertThat(replayed.handler.closed()).contains(CloseReason.FAR_CLOSED);
    }

    private static void checkDelivery(Replayed replayed) {
        List<List<Message>> expected =
                replayed.heard.values().stream().map(TraceReplayTest::reassemble).toList();
        List<List<Message>> delivered =
                replayed.handler.flows().stream().map(RecordingHandler.Flow::messages).toList();
        assertThat(lengths(delivered)).isEqualTo(lengths(expected));
        assertThat(delivered).isEqualTo(expected);
        assertThat(delivered).isNotEmpty();
        replayed.handler.verify();
    }

    private static String lengths(List<List<Message>> flows) {
        return flows.stream()
                .map(flow -> flow.stream().map(Message::length).toList().toString())
                .collect(Collectors.joining("\n"));
    }

    /** An independent, simple-minded reassembly: every number in its place. */
    private static List<Message> reassemble(TreeMap<Long, UserData> fragments) {
        List<Message> messages = new ArrayList<>();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        long given =
                fragments.values().stream()
                        .mapToLong(UserData::forwardSequenceNumber)
                        .max()
                        .orElse(0);
        boolean begun = false;
        long next = 1;
        for (UserData data : fragments.values()) {
            if (data.sequenceNumber() != next) {
                begun = false;
                if (data.sequenceNumber() - 1 > given) {
                    // What is behind a hole waits for it, here until the session's end.
                    return messages;
                }
            }
            next = data.sequenceNumber() + 1;
            switch (data.fragment()) {
                case WHOLE, BEGIN -> {
                    message.reset();
                    begun = true;
                }
                case MIDDLE, END -> {}
            }
            begun &= !data.abandon();
            message.writeBytes(data.data());
            boolean ends =
                    switch (data.fragment()) {
                        case WHOLE, END -> true;
                        case BEGIN, MIDDLE -> false;
                    };
            if (ends && begun) {
                messages.add(Message.of(message.toByteArray()));
                begun = false;
            }
        }
        return messages;
    }

    private static void checkHeader(Packets.Opened packet, JsonNode line) {
        assertThat(packet.header().mode()).isEqualTo(line.get("mode").asInt());
        assertThat(packet.header().timeCritical()).isEqualTo(line.get("tc").asBoolean());
        assertThat(packet.header().timeCriticalReverse()).isEqualTo(line.get("tcr").asBoolean());
        assertThat(packet.header().timestamp()).isEqualTo(line.path("ts").asInt(-1));
        assertThat(packet.header().timestampEcho()).isEqualTo(line.path("tse").asInt(-1));
    }

    private static void checkChunks(Packets.Opened packet, JsonNode line) {
        byte[] plain = packet.plain();
        int at = packet.header().length();
        int known = 0;
        for (JsonNode chunk : line.get("chunks")) {
            byte[] payload = Vectors.hex(chunk, "payload");
            assertThat(plain[at] & 0xff).isEqualTo(chunk.get("type").asInt());
            assertThat((plain[at + 1] & 0xff) << 8 | plain[at + 2] & 0xff)
                    .isEqualTo(payload.length);
            assertThat(Arrays.copyOfRange(plain, at + 3, at + 3 + payload.length))
                    .isEqualTo(payload);
            at += 3 + payload.length;
            known += chunk.get("type").asInt() == ECN_REPORT ? 0 : 1;
        }
        assertThat(packet.chunks()).hasSize(known);
    }

    private static JsonNode first(List<JsonNode> lines, int from, String event, String keyId) {
        return lines.stream()
                .skip(from)
                .filter(line -> line.get("ev").asText().equals(event))
                .filter(line -> line.path("key_id").asText().equals(keyId))
                .findFirst()
                .orElseThrow();
    }

    private static Certificate lastCertificate(List<JsonNode> lines, int before) {
        for (int i = before; i >= 0; i--) {
            JsonNode line = lines.get(i);
            if (line.path("key").asText().equals("default")) {
                Packets.Opened packet = Packets.startup(Vectors.hex(line, "datagram"));
                for (IIKeying keying : packet.all(IIKeying.class)) {
                    try {
                        return Certificate.parse(keying.certificate());
                    } catch (MalformedPacketException bad) {
                        throw new AssertionError(bad);
                    }
                }
            }
        }
        throw new AssertionError("no IIKeying before the keys");
    }

    private static int sessionId(JsonNode line) {
        return Integer.parseUnsignedInt(line.get("session_id").asText(), 16);
    }

    private static SessionKeys keys(JsonNode keys, boolean mirrored) {
        SessionKeys of =
                new SessionKeys(
                        Vectors.hex(keys, "encrypt_key_256"),
                        Vectors.hex(keys, "decrypt_key_256"),
                        hexOrNothing(keys, "hmac_send_key"),
                        hexOrNothing(keys, "hmac_recv_key"),
                        keys.get("hmac_send_length").asInt(),
                        keys.get("hmac_recv_length").asInt(),
                        keys.get("sends_sseq").asBoolean(),
                        keys.get("receives_sseq").asBoolean(),
                        Vectors.hex(keys, "near_nonce"),
                        Vectors.hex(keys, "far_nonce"));
        return mirrored
                ? new SessionKeys(
                        of.decryptKey(),
                        of.encryptKey(),
                        of.hmacReceiveKey(),
                        of.hmacSendKey(),
                        of.hmacReceiveLength(),
                        of.hmacSendLength(),
                        of.receivesSequenceNumbers(),
                        of.sendsSequenceNumbers(),
                        of.farNonce(),
                        of.nearNonce())
                : of;
    }

    private static byte[] hexOrNothing(JsonNode keys, String field) {
        return keys.path(field).isTextual() ? Vectors.hex(keys, field) : new byte[0];
    }
}
