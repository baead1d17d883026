package io.cumulonimbus.rtmfp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Packet fragments, which carry pieces of a whole plain packet. */
class PacketFragmentTest {
    private static final JsonNode CASES = Vectors.json("packet-fragments.json").get("cases");

    @Test
    void fragmentsAreDecodedAndEncodedAgain() {
        for (JsonNode each : CASES) {
            for (JsonNode hex : each.get("chunks")) {
                byte[] bytes = Vectors.hex(hex.textValue());
                for (Chunk fragment : Chunks.decode(bytes)) {
                    assertThat(Chunks.encode(fragment)).isEqualTo(bytes);
                }
            }
        }
    }

    @Test
    void anEmptyFragmentIsMalformed() {
        ChunkDecoder decoder = new ChunkDecoder();
        byte[] empty = Vectors.hex("7f0003 80 04 01");
        decoder.decode(empty, 0, empty.length, chunk -> assertThat(chunk).isNull());
        assertThat(decoder.malformed()).isEqualTo(1);
    }

    @Test
    void theDataOfAllFragmentsIsThePacket() {
        for (JsonNode each : CASES) {
            TreeMap<Long, PacketFragment> fragments = new TreeMap<>();
            for (JsonNode hex : each.get("chunks")) {
                for (Chunk chunk : Chunks.decode(Vectors.hex(hex.textValue()))) {
                    PacketFragment fragment = (PacketFragment) chunk;
                    fragments.putIfAbsent(fragment.fragmentNumber(), fragment);
                }
            }
            boolean complete =
                    fragments.size() == fragments.lastKey() + 1
                            && !fragments.lastEntry().getValue().more();
            assertThat(complete)
                    .as(each.get("name").textValue())
                    .isEqualTo(!each.get("result").textValue().startsWith("never"));
            if (complete) {
                assertThat(joined(List.copyOf(fragments.values())))
                        .isEqualTo(Vectors.hex(each, "packet"));
            }
        }
    }

    private static byte[] joined(List<PacketFragment> fragments) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        fragments.forEach(fragment -> packet.writeBytes(fragment.data()));
        return packet.toByteArray();
    }
}
