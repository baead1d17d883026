package io.cumulonimbus.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@code amf3.json}, made by Apache Flex BlazeDS. */
class Amf3VectorsTest {
    private static final Map<String, AmfValue> DECODED =
            Map.ofEntries(
                    Map.entry("undefined", AmfValue.UNDEFINED),
                    Map.entry("null", AmfValue.NULL),
                    Map.entry("integer -1", new AmfInteger(-1)),
                    Map.entry("integer 29-bit 4-byte", new AmfInteger(AmfInteger.MAX)),
                    Map.entry(
                            "array with associative part",
                            AmfArray.of(new AmfInteger(2)).put("a", new AmfInteger(1))),
                    Map.entry(
                            "dictionary",
                            new AmfDictionary(false).add(new AmfInteger(1), new AmfInteger(2))),
                    Map.entry("vector<int>", new AmfVector.OfInt(new int[] {1, 2}, false)),
                    Map.entry("vector<uint>", new AmfVector.OfUInt(new int[] {1, -1}, true)),
                    Map.entry("vector<double>", new AmfVector.OfDouble(new double[] {1.5}, false)),
                    Map.entry(
                            "vector<object>",
                            new AmfVector.OfObject("", true).add(new AmfInteger(1))),
                    Map.entry("xml", new AmfXml("<a/>", false)),
                    Map.entry("xmldocument", new AmfXml("<a/>", true)));

    private static final List<String> MALFORMED =
            List.of(
                    "integer truncated",
                    "string ref out of range",
                    "object ref out of range",
                    "unknown marker");

    static Stream<Named<JsonNode>> encode() {
        return rows("encode");
    }

    static Stream<Named<JsonNode>> decode() {
        return rows("decode_amf3");
    }

    private static Stream<Named<JsonNode>> rows(String list) {
        return Vectors.json("amf3.json")
                .get(list)
                .valueStream()
                .map(row -> Named.of(row.get("name").textValue(), row));
    }

    @ParameterizedTest
    @MethodSource("encode")
    void everyEncodingIsReadAsItsJsonAndWrittenBackByteForByte(JsonNode row)
            throws MalformedAmfException {
        byte[] bytes = input(row);
        String kind = row.get("kind").textValue();

        List<AmfValue> values = reader(kind, bytes).readAll();

        assertThat(values).hasSize(1);
        if (row.has("json")) {
            assertThat(JsonShape.matches(values.getFirst(), row.get("json"))).isTrue();
        }
        assertThat(writer(kind).write(values.getFirst()).toBytes()).isEqualTo(bytes);
    }

    private static byte[] input(JsonNode row) {
        if (row.has("hex")) {
            return Vectors.hex(row, "hex");
        }
        byte[] prefix = Vectors.hex(row, "hex_prefix");
        byte[] bytes = Arrays.copyOf(prefix, row.get("length").intValue());
        Arrays.fill(bytes, prefix.length, bytes.length, prefix[prefix.length - 1]);
        return bytes;
    }

    private static AmfReader reader(String kind, byte[] bytes) {
        return kind.startsWith("amf0") ? AmfReader.amf0(bytes) : AmfReader.amf3(bytes);
    }

    private static AmfWriter writer(String kind) {
        return switch (kind) {
            case "amf0" -> AmfWriter.amf0();
            case "amf0+avmplus" -> AmfWriter.amf0SwitchingToAmf3();
            default -> AmfWriter.amf3();
        };
    }

    @ParameterizedTest
    @MethodSource("decode")
    void everyTypeIsReadAndWhatIsNoneIsRefused(JsonNode row) throws MalformedAmfException {
        String name = row.get("name").textValue();
        byte[] bytes = Vectors.hex(row, "hex");
        AmfReader reader = AmfReader.amf3(bytes);
        if (MALFORMED.contains(name)) {
            assertThatThrownBy(reader::read).isInstanceOf(MalformedAmfException.class);
            return;
        }
        AmfValue expected = DECODED.get(name);
        assertThat(expected).as("what %s should be", name).isNotNull();

        AmfValue value = reader.read();

        assertThat(AmfStructure.same(value, expected)).as("%s", value).isTrue();
        assertThat(reader.hasMore()).isFalse();
        assertThat(AmfWriter.amf3().write(value).toBytes()).isEqualTo(bytes);
    }
}
