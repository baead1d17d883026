package io.cumulonimbus.rtmfp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Variable length numbers are unsigned, written shortest, and never wrap. */
class VluTest {
    private static final JsonNode VECTORS = Vectors.json("vlu.json");

    @Test
    void numbersAreWrittenShortest() {
        for (JsonNode row : VECTORS.get("encode")) {
            long value = Long.parseUnsignedLong(row.get("value").textValue());
            byte[] expected = Vectors.hex(row, "hex");
            assertThat(Vlu.length(value)).isEqualTo(expected.length);
            assertThat(new PacketWriter(10).vlu(value).toBytes()).isEqualTo(expected);
        }
    }

    @Test
    void longerEncodingsAreReadAndNumbersOfMoreThan64BitsAreRefused() throws Exception {
        for (JsonNode row : VECTORS.get("decode")) {
            PacketReader in = new PacketReader(Vectors.hex(row, "hex"));
            if (row.get("ok").booleanValue() && !row.get("overflow64").booleanValue()) {
                assertThat(Long.toUnsignedString(in.vlu()))
                        .isEqualTo(row.get("true_value").textValue());
                assertThat(in.position()).isEqualTo(row.get("consumed").intValue());
            } else {
                assertThatThrownBy(in::vlu)
                        .as(row.toString())
                        .isInstanceOf(MalformedPacketException.class);
            }
        }
    }

    @Test
    void aLengthNeverReachesPastTheEnd() throws Exception {
        for (JsonNode row : VECTORS.get("field")) {
            PacketReader in = new PacketReader(Vectors.hex(row, "hex"));
            if (row.get("ok").booleanValue()) {
                assertThat(in.vluBytes()).isEqualTo(Vectors.hex(row, "payload"));
                assertThat(in.position()).isEqualTo(row.get("consumed").intValue());
            } else {
                assertThatThrownBy(in::vluBytes)
                        .as(row.toString())
                        .isInstanceOf(MalformedPacketException.class);
            }
        }
    }

    @SeededTest
    void whatIsWrittenIsRead(RandomGenerator random) throws Exception {
        for (int i = 0; i < 1000; i++) {
            long value = random.nextLong() >>> random.nextInt(64);
            byte[] bytes = new PacketWriter(10).vlu(value).toBytes();
            assertThat(bytes).hasSize(Vlu.length(value));
            assertThat(new PacketReader(bytes).vlu()).isEqualTo(value);
        }
    }
}
