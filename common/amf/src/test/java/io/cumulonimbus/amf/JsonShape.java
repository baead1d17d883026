package io.cumulonimbus.amf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** Whether a value says what a JSON text of the vector files says. */
final class JsonShape {
    private JsonShape() {}

    static boolean matches(AmfValue value, JsonNode json) {
        return switch (value) {
            case AmfNothing n -> json.isNull();
            case AmfBoolean b -> json.isBoolean() && json.booleanValue() == b.value();
            case AmfString s -> json.isTextual() && json.textValue().equals(s.value());
            case AmfNumber n -> number(n.value(), json);
            case AmfInteger i -> number(i.value(), json);
            case AmfObject o -> json.isObject() && members(o.members(), json);
            case AmfArray a -> json.isObject() ? members(a.members(), json) : elements(a, json);
            default -> false;
        };
    }

    // NaN has no JSON and is written null; == because "-0" is written 0.
    private static boolean number(double value, JsonNode json) {
        return Double.isNaN(value) ? json.isNull() : json.isNumber() && json.doubleValue() == value;
    }

    private static boolean members(Map<String, AmfValue> members, JsonNode json) {
        Iterator<String> names = json.fieldNames();
        for (Map.Entry<String, AmfValue> member : members.entrySet()) {
            if (!names.hasNext()
                    || !names.next().equals(member.getKey())
                    || !matches(member.getValue(), json.get(member.getKey()))) {
                return false;
            }
        }
        return !names.hasNext();
    }

    private static boolean elements(AmfArray array, JsonNode json) {
        if (!json.isArray() || json.size() != array.size() || !array.members().isEmpty()) {
            return false;
        }
        for (int i = 0; i < array.size(); i++) {
            if (!matches(array.at(i), json.get(i))) {
                return false;
            }
        }
        return true;
    }
}
