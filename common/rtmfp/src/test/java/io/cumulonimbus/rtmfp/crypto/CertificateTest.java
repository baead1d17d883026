package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Certificates: what counts in them, and what they are called. */
class CertificateTest {
    private static final JsonNode VECTORS = Vectors.json("certificates.json");

    @Test
    void certificatesAreReadAsTheRfcSays() throws Exception {
        for (JsonNode row : VECTORS.get("certificates")) {
            String name = row.get("name").textValue();
            byte[] bytes = Vectors.hex(row, "certificate");
            if (!row.get("rfc_parse_ok").booleanValue()) {
                assertThatThrownBy(() -> Certificate.parse(bytes))
                        .as(name)
                        .isInstanceOf(MalformedPacketException.class);
                continue;
            }
            Certificate certificate = Certificate.parse(bytes);
            assertThat(certificate.bytes()).isEqualTo(bytes);
            assertThat(certificate.isAcceptable())
                    .as(name)
                    .isEqualTo(row.get("rfc_accepts").booleanValue());
            assertThat(certificate.canonicalLength())
                    .as(name)
                    .isEqualTo(row.get("rfc_canonical_length").intValue());
            assertThat(certificate.fingerprint()).isEqualTo(Vectors.hex(row, "rfc_fingerprint"));
            assertThat(certificate.acceptsAncillaryData())
                    .isEqualTo(row.get("rfc_accepts_ancillary_data").booleanValue());
            assertThat(certificate.isStatic())
                    .isEqualTo(row.get("rfc_has_static_dh").booleanValue());
            assertThat(certificate.isEphemeral())
                    .isEqualTo(row.get("rfc_has_ephemeral_dh").booleanValue());
            assertThat(certificate.hostname().map(Vectors::hex))
                    .isEqualTo(
                            Optional.ofNullable(row.get("rfc_hostname")).map(JsonNode::textValue));
        }
    }

    @Test
    void groupsAndStaticKeysAreThoseOfTheVectors() throws Exception {
        for (JsonNode row : VECTORS.get("certificates")) {
            if (!row.get("rfc_parse_ok").booleanValue() || !row.get("rfc_accepts").booleanValue()) {
                continue;
            }
            Certificate certificate = Certificate.parse(Vectors.hex(row, "certificate"));
            for (DhGroup group : DhGroup.values()) {
                // rtmfp-cpp does not know group 5, so its opinion on that is of no use.
                if (group == DhGroup.MODP_1536) {
                    continue;
                }
                assertThat(certificate.groups().contains(group))
                        .as(row.get("name").textValue() + " " + group)
                        .isEqualTo(row.get("supports_group_" + group.id()).booleanValue());
                assertThat(certificate.publicKey(group).map(Vectors::hex))
                        .isEqualTo(
                                Optional.ofNullable(row.get("public_key_" + group.id()))
                                        .map(JsonNode::textValue));
            }
        }
    }

    @Test
    void theOptionsAreThoseOfTheVectors() throws Exception {
        for (JsonNode row : VECTORS.get("certificates")) {
            if (row.get("rfc_parse_ok").booleanValue()) {
                int i = 0;
                for (Option option : Options.sequence(Vectors.hex(row, "certificate"))) {
                    JsonNode expected = row.get("options").get(i++);
                    assertThat(option.marker()).isEqualTo(expected.has("marker"));
                    if (!option.marker()) {
                        assertThat(Long.toUnsignedString(option.type()))
                                .isEqualTo(expected.get("type").textValue());
                        assertThat(option.value()).isEqualTo(Vectors.hex(expected, "value"));
                    }
                }
                assertThat(i).isEqualTo(row.get("options").size());
            }
        }
    }

    @Test
    void theLowerCertificatePrevailsAndTheSameOneOverrides() throws Exception {
        assertThat(VECTORS.get("glare")).isNotEmpty();
        for (JsonNode row : VECTORS.get("glare")) {
            Certificate near = Certificate.parse(Vectors.hex(row, "near_certificate"));
            Certificate far = Certificate.parse(Vectors.hex(row, "far_certificate"));
            assertThat(near.prevailsOver(far)).isEqualTo(row.get("near_prevails").booleanValue());
            assertThat(far.overrides(near))
                    .isEqualTo(
                            row.get("far_overrides_session_with_near_certificate").booleanValue());
        }
    }

    @SeededTest(seeds = 20)
    void spoiledCertificatesAreMalformedAtWorst(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        int malformed = 0;
        int others = 0;
        for (JsonNode row : VECTORS.get("certificates")) {
            byte[] bytes = Vectors.hex(row, "certificate");
            byte[] spoiled = mutator.mutate(bytes);
            try {
                boolean same = Certificate.parse(spoiled).overrides(Certificate.parse(bytes));
                assertThat(same).isEqualTo(Arrays.equals(spoiled, bytes));
                others += same ? 0 : 1;
            } catch (MalformedPacketException expected) {
                malformed++;
            }
        }
        assertThat(malformed).isPositive();
        assertThat(others).isPositive();
    }
}
