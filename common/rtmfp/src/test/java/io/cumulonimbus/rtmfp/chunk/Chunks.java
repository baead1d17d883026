package io.cumulonimbus.rtmfp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.ArrayList;
import java.util.List;

/** Short words for tests of the chunk codec. */
final class Chunks {
    private Chunks() {}

    static List<Chunk> decode(byte[] bytes) {
        List<Chunk> chunks = new ArrayList<>();
        new ChunkDecoder().decode(bytes, 0, bytes.length, chunks::add);
        return chunks;
    }

    static byte[] encode(Chunk chunk) {
        PacketWriter out = new PacketWriter(ChunkEncoder.length(chunk));
        assertThat(ChunkEncoder.encode(chunk, out)).isTrue();
        assertThat(out.remaining()).isZero();
        return out.toBytes();
    }

    static byte[] withHeader(int type, byte[] payload) {
        return new PacketWriter(3 + payload.length)
                .u8(type)
                .u16(payload.length)
                .bytes(payload)
                .toBytes();
    }
}
