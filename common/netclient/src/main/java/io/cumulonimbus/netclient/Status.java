package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import java.util.Map;

/**
 * What a server says in {@code onStatus}, {@code _result} of connect and {@code _error}.
 *
 * @param level {@code status}, {@code warning} or {@code error}; empty when it was not said
 * @param code such as {@code NetStream.Play.Start}; empty when it was not said
 * @param description text for people; empty when it was not said
 * @param info the whole object, as received
 */
public record Status(String level, String code, String description, AmfValue info) {

    /** The status that an info object states; other values give an empty one. */
    public static Status of(AmfValue info) {
        return new Status(text(info, "level"), text(info, "code"), text(info, "description"), info);
    }

    /** A member of the info object, undefined where there is none. */
    public AmfValue get(String name) {
        return members(info).getOrDefault(name, AmfValue.UNDEFINED);
    }

    private static String text(AmfValue info, String name) {
        AmfValue value = members(info).getOrDefault(name, AmfValue.UNDEFINED);
        return value.asText().orElse("");
    }

    private static Map<String, AmfValue> members(AmfValue info) {
        if (info instanceof AmfObject object) {
            return object.members();
        }
        return info instanceof AmfArray array ? array.members() : Map.of();
    }

    @Override
    public String toString() {
        return code + (description.isEmpty() ? "" : ": " + description);
    }
}
