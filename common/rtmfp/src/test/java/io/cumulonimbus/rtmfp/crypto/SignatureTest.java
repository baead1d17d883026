package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.Vectors;
import org.junit.jupiter.api.Test;

/** Signatures, of which there are none. */
class SignatureTest {
    @Test
    void nothingIsWrittenAsX() {
        assertThat(Signature.empty()).isEqualTo(Vectors.hex("58"));
        assertThat(Signature.isEmpty(Signature.empty())).isTrue();
    }

    @Test
    void emptyAndMalformedSignaturesAreEmpty() {
        for (String empty : new String[] {"", "58", "5858", "00", "0000", "021d", "ff"}) {
            assertThat(Signature.isEmpty(Vectors.hex(empty))).as(empty).isTrue();
        }
    }

    @Test
    void anyOptionIsASignature() {
        assertThat(Signature.isEmpty(Vectors.hex("011d"))).isFalse();
        assertThat(Signature.isEmpty(Vectors.hex("00037f0102"))).isFalse();
    }
}
