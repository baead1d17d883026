package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Endpoint discriminators, and whom they select. */
class EndpointDiscriminatorTest {
    private static final JsonNode VECTORS = Vectors.json("epd.json");

    @Test
    void theRightCertificatesAreSelected() throws Exception {
        assertThat(VECTORS.get("selection")).hasSize(288);
        for (JsonNode row : VECTORS.get("selection")) {
            if (row.get("rfc_selected").isBoolean()) {
                assertThat(selected(row))
                        .as(row.get("certificate_name") + " by " + row.get("epd_name"))
                        .isEqualTo(row.get("rfc_selected").booleanValue());
            } else {
                assertThat(row.get("rfc_selected").textValue()).isEqualTo("either");
            }
        }
    }

    /** What cannot be read selects nothing. */
    private static boolean selected(JsonNode row) throws MalformedPacketException {
        Certificate certificate = Certificate.parse(Vectors.hex(row, "certificate"));
        try {
            return certificate.selectedBy(EndpointDiscriminator.parse(Vectors.hex(row, "epd")));
        } catch (MalformedPacketException malformed) {
            return false;
        }
    }

    @Test
    void discriminatorsAreRead() throws Exception {
        for (JsonNode row : VECTORS.get("parse")) {
            byte[] bytes = Vectors.hex(row, "epd");
            boolean cut = row.get("name").textValue().contains("truncated");
            if (cut) {
                assertThatThrownBy(() -> EndpointDiscriminator.parse(bytes))
                        .isInstanceOf(MalformedPacketException.class);
                continue;
            }
            EndpointDiscriminator wanted = EndpointDiscriminator.parse(bytes);
            boolean something =
                    wanted.fingerprint().isPresent()
                            || wanted.hostname().isPresent()
                            || wanted.ancillaryData().isPresent();
            assertThat(something).isEqualTo(row.get("valid").booleanValue());
            assertThat(wanted.fingerprint().map(Vectors::hex)).isEqualTo(text(row, "fingerprint"));
            assertThat(wanted.hostname().map(Vectors::hex))
                    .isEqualTo(text(row, "required_hostname"));
            assertThat(
                            wanted.ancillaryData()
                                    .map(s -> Vectors.hex(s.getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(text(row, "ancillary_data"));
            assertThat(wanted.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void theCanonicalDiscriminatorOfACertificateHas34Bytes() throws Exception {
        for (JsonNode row : Vectors.json("certificates.json").get("certificates")) {
            if (row.get("rfc_parse_ok").booleanValue()) {
                Certificate certificate = Certificate.parse(Vectors.hex(row, "certificate"));
                EndpointDiscriminator canonical =
                        EndpointDiscriminator.ofFingerprint(certificate.fingerprint());
                assertThat(canonical.bytes()).hasSize(34).startsWith(Vectors.hex("210f"));
                assertThat(certificate.selectedBy(canonical)).isTrue();
            }
        }
    }

    @Test
    void aUriIsSentAsItIsAndShownToNobody() {
        EndpointDiscriminator wanted = EndpointDiscriminator.ofUri("rtmfp://h/ä?token=1");
        assertThat(wanted.ancillaryData()).contains("rtmfp://h/ä?token=1");
        assertThat(wanted.toString()).doesNotContain("token");
        assertThat(EndpointDiscriminator.ofUri("live").bytes())
                .isEqualTo(Vectors.hex("050a6c697665"));
        assertThat(EndpointDiscriminator.ofUri("").bytes()).isEqualTo(Vectors.hex("010a"));
    }

    private static Optional<String> text(JsonNode row, String field) {
        return Optional.ofNullable(row.get(field)).map(JsonNode::textValue);
    }
}
