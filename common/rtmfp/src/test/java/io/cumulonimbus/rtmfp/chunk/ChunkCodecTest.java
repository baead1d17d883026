package io.cumulonimbus.rtmfp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The codec of all chunks. */
class ChunkCodecTest {
    @SeededTest
    void whatIsEncodedIsDecoded(RandomGenerator random) {
        RandomChunks chunks = new RandomChunks(random);
        for (int i = 0; i < 200; i++) {
            Chunk chunk = chunks.next();
            assertThat(Chunks.decode(Chunks.encode(chunk))).containsExactly(chunk);
        }
    }

    @SeededTest
    void manyChunksShareAPacketAndPaddingEndsIt(RandomGenerator random) {
        RandomChunks chunks = new RandomChunks(random);
        PacketWriter out = new PacketWriter(4096);
        List<Chunk> sent = new ArrayList<>();
        for (Chunk next = chunks.next(); ChunkEncoder.encode(next, out); next = chunks.next()) {
            sent.add(next);
        }
        while (out.remaining() > 0) {
            out.u8(0xff);
        }
        assertThat(Chunks.decode(out.toBytes())).isEqualTo(sent);
    }

    @SeededTest
    void spoiledChunksHarmNobody(RandomGenerator random) {
        RandomChunks chunks = new RandomChunks(random);
        Mutator mutator = new Mutator(random);
        for (int i = 0; i < 200; i++) {
            byte[] spoiled = mutator.mutate(Chunks.encode(chunks.next()));
            for (Chunk chunk : Chunks.decode(spoiled)) {
                byte[] again = Chunks.encode(chunk);
                assertThat(Chunks.encode(Chunks.decode(again).getFirst())).isEqualTo(again);
            }
        }
    }

    @Test
    void paddingChunksArePassedOver() {
        byte[] packet = Vectors.hex("000002aaaa ff0001bb 010000 ffff");
        assertThat(Chunks.decode(packet)).containsExactly(new Ping(new byte[0]));
    }

    @Test
    void unknownAndMalformedChunksArePassedOverAndCounted() {
        ChunkDecoder decoder = new ChunkDecoder();
        List<Chunk> chunks = new ArrayList<>();
        byte[] packet = Vectors.hex("ec000101 100002 0002 0c0000");
        decoder.decode(packet, 0, packet.length, chunks::add);
        assertThat(chunks).containsExactly(new SessionClose());
        assertThat(decoder.unknown()).isEqualTo(1);
        assertThat(decoder.malformed()).isEqualTo(1);
    }

    @Test
    void reservedFlagsAreIgnored() {
        assertThat(Chunks.decode(Vectors.hex("100005 4c 02 05 03 aa")))
                .isEqualTo(Chunks.decode(Vectors.hex("100005 00 02 05 03 aa")))
                .hasSize(1);
        assertThat(Chunks.decode(Vectors.hex("7f0004 ff 05 01 aa")))
                .isEqualTo(Chunks.decode(Vectors.hex("7f0004 80 05 01 aa")))
                .hasSize(1);
    }

    @Test
    void impossibleNumbersAreMalformed() {
        // number 0; forward offset larger than the number; offset 0 without abandon
        assertThat(Chunks.decode(Vectors.hex("100004 00 02 00 00"))).isEmpty();
        assertThat(Chunks.decode(Vectors.hex("100004 02 02 00 00"))).isEmpty();
        assertThat(Chunks.decode(Vectors.hex("100004 00 02 05 06"))).isEmpty();
        assertThat(Chunks.decode(Vectors.hex("100004 00 02 05 00"))).isEmpty();
        assertThat(Chunks.decode(Vectors.hex("100004 02 02 05 00"))).hasSize(1);
    }

    @Test
    void theDataOfAnAbandonedFragmentIsIgnored() {
        UserData abandoned =
                (UserData) Chunks.decode(Vectors.hex("100006 02 02 05 00 aabb")).getFirst();
        assertThat(abandoned.abandon()).isTrue();
        assertThat(abandoned.data()).isEmpty();
    }

    @Test
    void nextUserDataAloneIsMalformed() {
        assertThat(Chunks.decode(Vectors.hex("110001 00"))).isEmpty();
        // after another packet's user data too
        ChunkDecoder decoder = new ChunkDecoder();
        List<Chunk> chunks = new ArrayList<>();
        decoder.decode(Vectors.hex("100004 00020503"), 0, 7, chunks::add);
        decoder.decode(Vectors.hex("110001 00"), 0, 4, chunks::add);
        assertThat(chunks).hasSize(1);
    }

    @Test
    void nextUserDataAfterAMalformedChunkIsNotGuessedAt() {
        assertThat(Chunks.decode(Vectors.hex("100004 00020503 100002 0002 110001 00"))).hasSize(1);
        assertThat(Chunks.decode(Vectors.hex("100004 00020503 110001 80 110001 00"))).hasSize(1);
    }

    @Test
    void nextUserDataFollowsAcrossOtherChunks() {
        List<Chunk> chunks = Chunks.decode(Vectors.hex("100004 00020503 010000 110002 01aa"));
        assertThat(chunks).hasSize(3);
        UserData next = (UserData) chunks.get(2);
        assertThat(next.flowId()).isEqualTo(2);
        assertThat(next.sequenceNumber()).isEqualTo(6);
        assertThat(next.forwardSequenceNumber()).isEqualTo(2);
        assertThat(next.last()).isTrue();
    }

    @Test
    void nextUserDataDoesNotWrap() {
        byte[] packet =
                new PacketWriter(64)
                        .u8(ChunkType.USER_DATA)
                        .u16(13)
                        .u8(0)
                        .vlu(2)
                        .vlu(-1)
                        .vlu(1)
                        .bytes(Vectors.hex("110001 00"))
                        .toBytes();
        assertThat(Chunks.decode(packet)).hasSize(1);
    }

    @Test
    void onlySoManyAddressesOfARedirectAreTaken() {
        PacketWriter out = new PacketWriter(1 + 7 * 500).u8(0);
        for (int i = 0; i < 500; i++) {
            out.bytes(Vectors.hex("020a0000010001"));
        }
        Redirect redirect =
                (Redirect)
                        Chunks.decode(Chunks.withHeader(ChunkType.REDIRECT, out.toBytes()))
                                .getFirst();
        assertThat(redirect.addresses()).hasSize(ChunkDecoder.MAX_ADDRESSES);
    }

    @Test
    void aChunkThatDoesNotFitIsNotWritten() {
        PacketWriter out = new PacketWriter(10);
        assertThat(ChunkEncoder.encode(new Ping(new byte[8]), out)).isFalse();
        assertThat(out.length()).isZero();
        assertThat(ChunkEncoder.encode(new Ping(new byte[7]), out)).isTrue();
        assertThatThrownBy(
                        () ->
                                ChunkEncoder.encode(
                                        new Ping(new byte[65536]), new PacketWriter(70_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
