package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The key of startup packets. */
class DefaultKeyTest {
    private static final JsonNode VECTORS = Vectors.json("default-key-packets.json");
    private final SessionKey key = SessionKey.defaultKey();
    private final byte[] out = new byte[8192];

    @Test
    void packetsAreSealed() {
        for (JsonNode row : VECTORS.get("cases")) {
            byte[] packet = Vectors.hex(row, "packet");
            int length = key.seal(packet, 0, packet.length, out, 4);
            assertThat(Arrays.copyOfRange(out, 4, 4 + length))
                    .as(row.get("name").textValue())
                    .isEqualTo(Vectors.hex(row, "encrypted"));
            assertThat(length).isLessThanOrEqualTo(packet.length + key.maxOverhead());
        }
    }

    @Test
    void packetsAreOpened() {
        for (JsonNode row : VECTORS.get("cases")) {
            byte[] encrypted = Vectors.hex(row, "encrypted");
            assertThat(row.get("decrypts").booleanValue()).isTrue();
            int length = key.open(encrypted, 0, encrypted.length, out);
            assertThat(Arrays.copyOf(out, length))
                    .isEqualTo(Vectors.hex(row, "decrypted_packet_with_padding"));
        }
    }

    @Test
    void damagedPacketsAreRejected() {
        for (JsonNode row : VECTORS.get("reject")) {
            byte[] encrypted = Vectors.hex(row, "encrypted");
            assertThat(key.open(encrypted, 0, encrypted.length, out) >= 0)
                    .as(row.get("name").textValue())
                    .isEqualTo(row.get("decrypts").booleanValue());
        }
    }

    @Test
    void packetsThatAreNoWholeBlocksAreRejected() {
        for (int length = 0; length <= 64; length++) {
            if (length % 16 != 0 || length == 0) {
                assertThat(key.open(new byte[64], 0, length, out)).isEqualTo(SessionKey.REJECTED);
            }
        }
    }

    @Test
    void theKeyIsTheOneOfTheRfc() {
        for (JsonNode figure : Vectors.json("rfc-figures.json").get("figures")) {
            if (figure.get("source").textValue().equals("RFC 7425 4.1")) {
                byte[] defaultKey = Vectors.hex(figure, "hex");
                assertThat(defaultKey).isEqualTo(Vectors.hex(VECTORS, "key"));
                byte[] aes = BouncyAes.decrypt(defaultKey, sealed("03"));
                assertThat(aes).isEqualTo(Vectors.hex("fc0003ffffffffffffffffffffffffff"));
                return;
            }
        }
        throw new AssertionError("no figure of the default key");
    }

    private byte[] sealed(String hex) {
        byte[] packet = Vectors.hex(hex);
        return Arrays.copyOf(out, key.seal(packet, 0, packet.length, out, 0));
    }
}
