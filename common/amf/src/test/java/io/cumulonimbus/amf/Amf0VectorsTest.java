package io.cumulonimbus.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@code amf0.json}. */
class Amf0VectorsTest {
    private static final String REFUSED = " (rtmfp-cpp refuses)";

    static Stream<Named<JsonNode>> encode() {
        return rows("encode");
    }

    static Stream<Named<JsonNode>> decode() {
        return rows("decode");
    }

    private static Stream<Named<JsonNode>> rows(String list) {
        return Vectors.json("amf0.json")
                .get(list)
                .valueStream()
                .map(row -> Named.of(row.get("name").textValue(), row));
    }

    @ParameterizedTest
    @MethodSource("encode")
    void everyEncodingIsReadAsItsJsonAndWrittenBackByteForByte(JsonNode row)
            throws MalformedAmfException {
        byte[] bytes = Vectors.hex(row, "hex");

        List<AmfValue> values = AmfReader.amf0(bytes).readAll();

        assertThat(values).hasSize(1);
        if (row.has("json")) {
            assertThat(JsonShape.matches(values.getFirst(), row.get("json"))).isTrue();
        }
        assertThat(AmfWriter.amf0().write(values.getFirst()).toBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("decode")
    void whatThePeerDecodesWeDecodeAndMore(JsonNode row) throws MalformedAmfException {
        AmfReader reader = AmfReader.amf0(input(row));
        if (!isAmf(row)) {
            assertThatThrownBy(reader::readAll).isInstanceOf(MalformedAmfException.class);
            return;
        }

        List<AmfValue> values = reader.readAll();

        if (row.get("ok").booleanValue() && row.has("values")) {
            AmfArray all = AmfArray.of(values.toArray(AmfValue[]::new));
            assertThat(JsonShape.matches(all, row.get("values"))).isTrue();
        }
    }

    private static byte[] input(JsonNode row) {
        if (row.has("hex")) {
            return Vectors.hex(row, "hex");
        }
        assertThat(row.get("hex_rule").textValue())
                .isEqualTo("0a00000001 repeated nesting times then 05");
        return Vectors.hex("0a00000001".repeat(row.get("nesting").intValue()) + "05");
    }

    /** The peer refuses some types that AMF0 has, and nests 32 deep where we nest 128. */
    private static boolean isAmf(JsonNode row) {
        String name = row.get("name").textValue();
        if (name.endsWith(REFUSED)) {
            return !name.startsWith("reference");
        }
        return row.get("ok").booleanValue()
                || row.has("nesting")
                        && row.get("nesting").intValue() <= AmfLimits.DEFAULT.maxDepth();
    }
}
