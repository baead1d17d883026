package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** URIs, taken apart. */
class RtmfpUriTest {
    private static final JsonNode CASES = Vectors.json("uri.json").get("cases");

    @Test
    void thePartsAreThoseOfTheVectors() {
        for (JsonNode row : CASES) {
            RtmfpUri uri = RtmfpUri.parse(row.get("uri").textValue());
            // Schemes are compared without case; the parser of the vectors lowers them.
            assertThat(uri.scheme()).isEqualToIgnoringCase(row.get("scheme").textValue());
            assertThat(uri.host()).isEqualTo(row.get("host").textValue());
            assertThat(uri.userinfo()).isEqualTo(row.get("userinfo").textValue());
            assertThat(uri.path()).isEqualTo(row.get("path").textValue());
            assertThat(uri.query()).isEqualTo(row.get("query_part").textValue());
            assertThat(uri.fragment()).isEqualTo(row.get("fragment").textValue());
            assertThat(uri.publicUri()).isEqualTo(row.get("public_uri").textValue());
            String port = row.get("effective_port").textValue();
            assertThat(uri.effectivePort())
                    .isEqualTo(
                            port.isEmpty()
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(Integer.parseInt(port)));
        }
    }

    @Test
    void portsThatAreNoneAreNotGuessed() {
        for (String port : new String[] {"0", "65536", "-1", "12x", "99999999999"}) {
            assertThat(RtmfpUri.parse("rtmfp://h:" + port + "/live").effectivePort()).isEmpty();
        }
        assertThat(RtmfpUri.parse("rtmfp://h:/live").effectivePort()).hasValue(1935);
        assertThat(RtmfpUri.parse("http://h/live").effectivePort()).isEmpty();
        assertThat(RtmfpUri.parse("rtmfp://h:0001936/").effectivePort()).hasValue(1936);
    }

    @Test
    void tokensAreNotShown() {
        RtmfpUri uri = RtmfpUri.parse("rtmfp://token@host:1935/live?a=b@c#name");
        assertThat(uri.toString()).isEqualTo("rtmfp://host:1935/live?a=b@c");
        assertThat(RtmfpUri.parse("rtmfp://@host").publicUri()).isEqualTo("rtmfp://host");
    }

    @SeededTest
    void anyTextCanBeRead(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        for (JsonNode row : CASES) {
            byte[] bytes = row.get("uri").textValue().getBytes(StandardCharsets.ISO_8859_1);
            String text = new String(mutator.mutate(bytes), StandardCharsets.ISO_8859_1);
            RtmfpUri uri = RtmfpUri.parse(text);
            uri.effectivePort().ifPresent(port -> assertThat(port).isBetween(1, 65535));
            RtmfpUri shown = RtmfpUri.parse(uri.publicUri());
            assertThat(shown.fragment()).isEmpty();
            assertThat(shown.path()).isEqualTo(uri.path());
            assertThat(shown.userinfo()).isEmpty();
        }
    }
}
