package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The simple checksum, whose odd last byte is the low one. */
class ChecksumTest {
    @Test
    void checksumsAreThoseOfTheVectors() {
        for (JsonNode row : Vectors.json("checksum.json").get("cases")) {
            byte[] data = data(row);
            int expected = Integer.parseInt(row.get("in_cksum").textValue(), 16);
            assertThat(Checksum.of(data, 0, data.length)).as(row.toString()).isEqualTo(expected);

            byte[] within = new byte[data.length + 8];
            Arrays.fill(within, (byte) 0x5a);
            System.arraycopy(data, 0, within, 3, data.length);
            assertThat(Checksum.of(within, 3, data.length)).isEqualTo(expected);
        }
    }

    private static byte[] data(JsonNode row) {
        if (row.has("data")) {
            return Vectors.hex(row, "data");
        }
        assertThat(row.get("data_repeat").textValue()).isEqualTo("ff x 65535");
        byte[] data = new byte[65535];
        Arrays.fill(data, (byte) 0xff);
        return data;
    }
}
