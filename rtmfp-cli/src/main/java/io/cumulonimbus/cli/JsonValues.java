package io.cumulonimbus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfBoolean;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfDate;
import io.cumulonimbus.amf.AmfDictionary;
import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.AmfInteger;
import io.cumulonimbus.amf.AmfNothing;
import io.cumulonimbus.amf.AmfNumber;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfVector;
import io.cumulonimbus.amf.AmfXml;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Values of ActionScript as JSON, for the command line, in both directions. */
final class JsonValues {
    /** What a server sends may contain itself. */
    private static final int MAX_DEPTH = 32;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonValues() {}

    /** An argument: what reads as JSON is that value, everything else is a text as it stands. */
    static AmfValue ofArgument(String argument) {
        try {
            JsonNode node = JSON.readTree(argument);
            return node == null || node.isMissingNode() ? AmfValue.of(argument) : ofJson(node);
        } catch (JsonProcessingException notJson) {
            return AmfValue.of(argument);
        }
    }

    /** For people: a text as it is, whole numbers without fraction, everything else as JSON. */
    static String shown(AmfValue value) {
        return value.asText().orElseGet(() -> toJson(value).toString());
    }

    static JsonNode toJson(AmfValue value) {
        return toJson(value, 0);
    }

    private static AmfValue ofJson(JsonNode node) {
        if (node.isObject()) {
            AmfObject object = new AmfObject();
            node.properties()
                    .forEach(member -> object.put(member.getKey(), ofJson(member.getValue())));
            return object;
        }
        if (node.isArray()) {
            AmfArray array = new AmfArray();
            node.forEach(element -> array.add(ofJson(element)));
            return array;
        }
        if (node.isNumber()) {
            return AmfValue.of(node.doubleValue());
        }
        if (node.isBoolean()) {
            return AmfValue.of(node.booleanValue());
        }
        return node.isNull() ? AmfValue.NULL : AmfValue.of(node.textValue());
    }

    private static JsonNode toJson(AmfValue value, int depth) {
        if (depth > MAX_DEPTH) {
            return NODES.textNode("...");
        }
        return switch (value) {
            case AmfNothing nothing -> NODES.nullNode();
            case AmfBoolean truth -> NODES.booleanNode(truth.value());
            case AmfNumber number -> number(number.value());
            case AmfInteger integer -> NODES.numberNode(integer.value());
            case AmfString text -> NODES.textNode(text.value());
            case AmfDate date -> date(date);
            case AmfXml xml -> NODES.textNode(xml.text());
            case AmfByteArray bytes ->
                    NODES.textNode(Base64.getEncoder().encodeToString(bytes.bytes()));
            case AmfVector vector -> vector(vector, depth);
            case AmfArray array -> array(array, depth);
            case AmfObject object -> members(object.members(), depth);
            case AmfExternal external -> list(external.parts(), depth);
            case AmfDictionary dictionary -> dictionary(dictionary, depth);
        };
    }

    private static JsonNode number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return NODES.textNode(Double.toString(value));
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return whole ? NODES.numberNode((long) value) : NODES.numberNode(value);
    }

    private static JsonNode date(AmfDate date) {
        try {
            return NODES.textNode(Instant.ofEpochMilli((long) date.epochMillis()).toString());
        } catch (DateTimeException e) {
            return number(date.epochMillis());
        }
    }

    private static JsonNode vector(AmfVector vector, int depth) {
        ArrayNode elements = NODES.arrayNode();
        for (int i = 0; i < vector.size(); i++) {
            elements.add(toJson(vector.at(i), depth + 1));
        }
        return elements;
    }

    /** An array that also has members becomes an object, its elements named by their index. */
    private static JsonNode array(AmfArray array, int depth) {
        if (array.members().isEmpty()) {
            return list(array.elements(), depth);
        }
        ObjectNode both = NODES.objectNode();
        for (int i = 0; i < array.size(); i++) {
            both.set(Integer.toString(i), toJson(array.at(i), depth + 1));
        }
        return both.setAll(members(array.members(), depth));
    }

    private static ObjectNode members(Map<String, AmfValue> members, int depth) {
        ObjectNode object = NODES.objectNode();
        members.forEach((name, value) -> object.set(name, toJson(value, depth + 1)));
        return object;
    }

    private static ArrayNode list(Iterable<AmfValue> values, int depth) {
        ArrayNode elements = NODES.arrayNode();
        values.forEach(value -> elements.add(toJson(value, depth + 1)));
        return elements;
    }

    /** Keys may be anything: a list of pairs. */
    private static JsonNode dictionary(AmfDictionary dictionary, int depth) {
        ArrayNode pairs = NODES.arrayNode();
        for (AmfDictionary.Entry entry : dictionary.entries()) {
            pairs.addArray()
                    .add(toJson(entry.key(), depth + 1))
                    .add(toJson(entry.value(), depth + 1));
        }
        return pairs;
    }
}
