package io.cumulonimbus.rtmfp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Every shape of chunk that rtmfp-cpp sends. */
class ChunkVectorsTest {
    private static final JsonNode VECTORS = Vectors.json("chunks.json").get("chunks");
    private static final int RTMFP_CPP_ECN_REPORT = 0xec;

    /** Flow 9, number 41: what a Next User Data chunk can follow. */
    private static final byte[] USER_DATA_BEFORE = Vectors.hex("100004 00 09 29 03");

    @Test
    void everyChunkIsDecoded() throws Exception {
        for (JsonNode row : VECTORS) {
            int type = row.get("type").intValue();
            List<Chunk> chunks = Chunks.decode(packet(row));
            if (type == RTMFP_CPP_ECN_REPORT) {
                assertThat(chunks).isEmpty();
            } else {
                assertThat(chunks.getLast()).as(row.toString()).isEqualTo(expected(row));
            }
        }
    }

    @Test
    void everyChunkIsEncodedAsItWas() throws Exception {
        for (JsonNode row : VECTORS) {
            int type = row.get("type").intValue();
            if (type != RTMFP_CPP_ECN_REPORT && type != ChunkType.NEXT_USER_DATA) {
                assertThat(Chunks.encode(expected(row)))
                        .as(row.toString())
                        .isEqualTo(Chunks.withHeader(type, Vectors.hex(row, "payload")));
            }
        }
    }

    @Test
    void aChunkCutAnywhereHarmsOnlyItself() {
        for (JsonNode row : VECTORS) {
            byte[] payload = Vectors.hex(row, "payload");
            for (int length = 0; length < payload.length; length++) {
                byte[] cut =
                        Chunks.withHeader(
                                row.get("type").intValue(), Arrays.copyOf(payload, length));
                byte[] packet = joined(cut, Vectors.hex("010001aa"));
                List<Chunk> chunks = Chunks.decode(packet);
                assertThat(chunks.getLast()).isEqualTo(new Ping(new byte[] {(byte) 0xaa}));
                assertThat(chunks).hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void aPacketCutAnywhereEndsThere() {
        for (JsonNode row : VECTORS) {
            byte[] packet = packet(row);
            int before = packet.length - 3 - Vectors.hex(row, "payload").length;
            for (int length = before; length < packet.length; length++) {
                assertThat(Chunks.decode(Arrays.copyOf(packet, length)))
                        .hasSize(before == 0 ? 0 : 1);
            }
        }
    }

    @SeededTest
    void aSpoiledChunkHarmsNobody(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        ChunkDecoder decoder = new ChunkDecoder();
        for (JsonNode row : VECTORS) {
            byte[] packet = packet(row);
            for (int i = 0; i < 20; i++) {
                byte[] spoiled = mutator.mutate(packet);
                List<Chunk> chunks = new ArrayList<>();
                decoder.decode(spoiled, 0, spoiled.length, chunks::add);
                for (Chunk chunk : chunks) {
                    byte[] again = Chunks.encode(chunk);
                    assertThat(Chunks.encode(Chunks.decode(again).getFirst())).isEqualTo(again);
                }
            }
        }
        assertThat(decoder.malformed()).isPositive();
        assertThat(decoder.unknown()).isPositive();
    }

    private static byte[] packet(JsonNode row) {
        int type = row.get("type").intValue();
        byte[] chunk = Chunks.withHeader(type, Vectors.hex(row, "payload"));
        return type == ChunkType.NEXT_USER_DATA ? joined(USER_DATA_BEFORE, chunk) : chunk;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Chunk expected(JsonNode row) throws MalformedPacketException {
        JsonNode d = row.get("decoded");
        byte[] payload = Vectors.hex(row, "payload");
        return switch (row.get("type").intValue()) {
            case ChunkType.PING -> new Ping(Vectors.hex(d, "message"));
            case ChunkType.PING_REPLY -> new PingReply(Vectors.hex(d, "message"));
            case ChunkType.SESSION_CLOSE -> new SessionClose();
            case ChunkType.SESSION_CLOSE_ACK -> new SessionCloseAck();
            case ChunkType.FIHELLO ->
                    new FIHello(
                            Vectors.hex(d, "epd"),
                            address(d.get("reply_address")),
                            Vectors.hex(d, "tag"));
            case ChunkType.IHELLO -> new IHello(Vectors.hex(d, "epd"), Vectors.hex(d, "tag"));
            case ChunkType.RHELLO ->
                    new RHello(
                            Vectors.hex(d, "tag_echo"),
                            Vectors.hex(d, "cookie"),
                            Vectors.hex(d, "certificate"));
            case ChunkType.REDIRECT -> redirect(d);
            case ChunkType.COOKIE_CHANGE ->
                    new CookieChange(Vectors.hex(d, "old_cookie"), Vectors.hex(d, "new_cookie"));
            case ChunkType.IIKEYING -> iiKeying(d, payload);
            case ChunkType.RIKEYING -> riKeying(d, payload);
            case ChunkType.USER_DATA ->
                    userData(
                            d,
                            d.get("flow_id").longValue(),
                            d.get("sequence_number").longValue(),
                            d.get("forward_sequence_number").longValue());
            case ChunkType.NEXT_USER_DATA -> userData(d, 9, 42, 38);
            case ChunkType.ACK_RANGES -> ack(d);
            case ChunkType.BUFFER_PROBE -> new BufferProbe(d.get("flow_id").longValue());
            case ChunkType.FLOW_EXCEPTION_REPORT ->
                    new FlowExceptionReport(
                            d.get("flow_id").longValue(), d.get("code").longValue());
            default -> throw new IllegalArgumentException(row.toString());
        };
    }

    private static Redirect redirect(JsonNode d) throws MalformedPacketException {
        List<Address> addresses = new ArrayList<>();
        for (JsonNode each : d.get("addresses")) {
            addresses.add(address(each));
        }
        return new Redirect(Vectors.hex(d, "tag_echo"), addresses);
    }

    private static IIKeying iiKeying(JsonNode d, byte[] payload) {
        return new IIKeying(
                ByteBuffer.wrap(Vectors.hex(d, "initiator_session_id")).getInt(),
                Vectors.hex(d, "cookie_echo"),
                Vectors.hex(d, "certificate"),
                Vectors.hex(d, "skic"),
                Vectors.hex(d, "signature"),
                Arrays.copyOf(payload, d.get("signed_length").intValue()));
    }

    private static RIKeying riKeying(JsonNode d, byte[] payload) {
        return new RIKeying(
                ByteBuffer.wrap(Vectors.hex(d, "responder_session_id")).getInt(),
                Vectors.hex(d, "skrc"),
                Vectors.hex(d, "signature"),
                Arrays.copyOf(payload, d.get("signed_portion_length").intValue()));
    }

    private static UserData userData(JsonNode d, long flowId, long sequence, long forward) {
        List<Option> options = new ArrayList<>();
        if (d.has("options")) {
            for (JsonNode each : d.get("options")) {
                options.add(Option.of(each.get("type").longValue(), Vectors.hex(each, "value")));
            }
        }
        assertThat(options.isEmpty()).isEqualTo(!d.get("options_present").booleanValue());
        return new UserData(
                flowId,
                sequence,
                forward,
                FragmentControl.valueOf(d.get("fragment").textValue().toUpperCase(Locale.ROOT)),
                d.get("abandon").booleanValue(),
                d.get("final").booleanValue(),
                options,
                Vectors.hex(d, "data"));
    }

    private static Ack ack(JsonNode d) {
        List<Range> received = new ArrayList<>();
        for (JsonNode each : d.get("acked")) {
            received.add(new Range(each.get(0).longValue(), each.get(1).longValue()));
        }
        long cumulative = received.removeFirst().last();
        return new Ack(
                d.get("flow_id").longValue(),
                d.get("buffer_blocks").longValue(),
                cumulative,
                received);
    }

    private static Address address(JsonNode hex) throws MalformedPacketException {
        return Addresses.read(new PacketReader(Vectors.hex(hex.textValue())));
    }
}
