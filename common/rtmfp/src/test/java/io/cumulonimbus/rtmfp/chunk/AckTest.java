package io.cumulonimbus.rtmfp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Acknowledgements, as ranges and as bitmaps. */
class AckTest {
    private static final JsonNode VECTORS = Vectors.json("acks.json").get("acks");

    @Test
    void bothFormsAreDecoded() {
        for (JsonNode row : VECTORS) {
            Ack expected = ack(row);
            assertThat(decoded(ChunkType.ACK_RANGES, Vectors.hex(row, "range_ack_payload")))
                    .isEqualTo(expected);
            if (!row.get("bitmap_ack_payload").isNull()) {
                assertThat(decoded(ChunkType.ACK_BITMAP, Vectors.hex(row, "bitmap_ack_payload")))
                        .as(row.get("name").textValue())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void bothFormsAreEncoded() {
        for (JsonNode row : VECTORS) {
            Ack ack = ack(row);
            byte[] ranges =
                    Chunks.withHeader(ChunkType.ACK_RANGES, Vectors.hex(row, "range_ack_payload"));
            assertThat(Chunks.encode(ack)).isEqualTo(ranges);
            assertThat(encoded(ack, AckForm.RANGES)).isEqualTo(ranges);
            assertThat(ChunkEncoder.ackLength(ack, AckForm.BITMAP))
                    .isEqualTo(3 + row.get("bitmap_length").intValue());
            assertThat(ChunkEncoder.ackLength(ack, AckForm.RANGES))
                    .isEqualTo(3 + row.get("range_length").intValue());
            if (!row.get("bitmap_ack_payload").isNull()) {
                assertThat(encoded(ack, AckForm.BITMAP))
                        .isEqualTo(
                                Chunks.withHeader(
                                        ChunkType.ACK_BITMAP,
                                        Vectors.hex(row, "bitmap_ack_payload")));
            }
        }
    }

    @Test
    void theShorterFormIsChosen() {
        for (JsonNode row : VECTORS) {
            boolean bitmap = row.get("most_compact").textValue().equals("bitmap");
            assertThat(encoded(ack(row), AckForm.SHORTER))
                    .isEqualTo(encoded(ack(row), bitmap ? AckForm.BITMAP : AckForm.RANGES));
        }
    }

    @SeededTest
    void bothFormsSayTheSame(RandomGenerator random) {
        Ack ack = randomAck(random, random.nextLong(1, 30));
        assertThat(Chunks.decode(encoded(ack, AckForm.RANGES))).containsExactly(ack);
        assertThat(Chunks.decode(encoded(ack, AckForm.BITMAP))).containsExactly(ack);
        assertThat(Chunks.decode(encoded(ack, AckForm.SHORTER))).containsExactly(ack);
    }

    @SeededTest
    void theLargestNumbersAreKeptApart(RandomGenerator random) {
        Ack ack = randomAck(random, Long.MAX_VALUE / 100);
        assertThat(Chunks.decode(encoded(ack, AckForm.RANGES))).containsExactly(ack);
        assertThat(encoded(ack, AckForm.SHORTER)).isEqualTo(encoded(ack, AckForm.RANGES));
    }

    @Test
    void anAcknowledgementOfEverythingCostsNothing() {
        byte[] bytes = new PacketWriter(64).vlu(5).vlu(1).vlu(0).vlu(0).vlu(-4).toBytes();
        assertThat(decoded(ChunkType.ACK_RANGES, bytes).received())
                .containsExactly(new Range(2, -2));
    }

    @Test
    void rangesThatWrapAreIgnoredFromThereOn() {
        byte[] run =
                new PacketWriter(64).vlu(5).vlu(1).vlu(10).vlu(0).vlu(0).vlu(3).vlu(-9).toBytes();
        assertThat(decoded(ChunkType.ACK_RANGES, run).received())
                .containsExactly(new Range(12, 12));
        byte[] holes = new PacketWriter(64).vlu(5).vlu(1).vlu(10).vlu(-9).vlu(0).toBytes();
        assertThat(decoded(ChunkType.ACK_RANGES, holes).received()).isEmpty();
        byte[] cumulative = new PacketWriter(64).vlu(5).vlu(1).vlu(-1).vlu(0).vlu(0).toBytes();
        assertThat(decoded(ChunkType.ACK_RANGES, cumulative).received()).isEmpty();
        byte[] bitmap = new PacketWriter(64).vlu(5).vlu(1).vlu(-9).u8(0xff).toBytes();
        assertThat(decoded(ChunkType.ACK_BITMAP, bitmap)).isEqualTo(new Ack(5, 1, -9, List.of()));
    }

    @Test
    void theListOfRangesIsBounded() {
        PacketWriter pairs = new PacketWriter(60_003).vlu(5).vlu(1).vlu(0);
        PacketWriter bits = new PacketWriter(60_003).vlu(5).vlu(1).vlu(0);
        while (pairs.remaining() > 1) {
            pairs.u16(0);
            bits.u16(0x5555);
        }
        assertThat(decoded(ChunkType.ACK_RANGES, pairs.toBytes()).received())
                .hasSize(AckDecoder.MAX_RANGES);
        assertThat(decoded(ChunkType.ACK_BITMAP, bits.toBytes()).received())
                .hasSize(AckDecoder.MAX_RANGES);
    }

    @Test
    void anAcknowledgementThatDoesNotFitIsNotWritten() {
        Ack ack = ack(VECTORS.get(4));
        PacketWriter out = new PacketWriter((int) ChunkEncoder.ackLength(ack, AckForm.RANGES) - 1);
        assertThat(ChunkEncoder.ack(ack, AckForm.RANGES, out)).isFalse();
        assertThat(ChunkEncoder.encode(ack, out)).isFalse();
        assertThat(out.length()).isZero();
        assertThat(ChunkEncoder.ack(ack, AckForm.SHORTER, out)).isTrue();
        Ack far = new Ack(1, 1, 0, List.of(new Range(1L << 62, 1L << 62)));
        assertThat(ChunkEncoder.ack(far, AckForm.BITMAP, new PacketWriter(70_000))).isFalse();
    }

    @SeededTest
    void aTruncatedAcknowledgementKeepsItsFirstRanges(RandomGenerator random) {
        Ack ack = randomAck(random, 1000);
        int length = (int) ChunkEncoder.ackLength(ack, AckForm.RANGES);
        for (int room = 0; room <= length; room++) {
            PacketWriter out = new PacketWriter(room);
            if (ChunkEncoder.ackTruncated(ack, out)) {
                Ack kept = (Ack) Chunks.decode(out.toBytes()).getFirst();
                assertThat(kept.cumulative()).isEqualTo(ack.cumulative());
                assertThat(ack.received().subList(0, kept.received().size()))
                        .isEqualTo(kept.received());
                assertThat(kept.equals(ack)).isEqualTo(room == length);
            } else {
                assertThat(out.length()).isZero();
                assertThat(room).isLessThan(3 + 30);
            }
        }
    }

    private static Ack randomAck(RandomGenerator random, long step) {
        List<Range> received = new ArrayList<>();
        long cumulative = random.nextLong(step);
        long at = cumulative;
        for (int i = random.nextInt(40); i > 0; i--) {
            long first = at + 2 + random.nextLong(step);
            at = first + random.nextLong(step);
            received.add(new Range(first, at));
        }
        return new Ack(random.nextLong() >>> 1, random.nextLong(100), cumulative, received);
    }

    private static byte[] encoded(Ack ack, AckForm form) {
        PacketWriter out = new PacketWriter((int) ChunkEncoder.ackLength(ack, form));
        assertThat(ChunkEncoder.ack(ack, form, out)).isTrue();
        assertThat(out.remaining()).isZero();
        return out.toBytes();
    }

    private static Ack decoded(int type, byte[] payload) {
        return (Ack) Chunks.decode(Chunks.withHeader(type, payload)).getFirst();
    }

    private static Ack ack(JsonNode row) {
        List<Range> received = new ArrayList<>();
        for (JsonNode each : row.get("acked")) {
            received.add(new Range(each.get(0).longValue(), each.get(1).longValue()));
        }
        long cumulative = received.removeFirst().last();
        return new Ack(
                row.get("flow_id").longValue(),
                row.get("buffer_blocks").longValue(),
                cumulative,
                received);
    }
}
