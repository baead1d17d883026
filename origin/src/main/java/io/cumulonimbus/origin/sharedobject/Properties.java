package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.UnencodableAmfException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The properties of a shared object, within limits. Nobody changes a value that is in here. */
final class Properties {
    private static final int COST = 64;

    private final SharedObjectSettings settings;
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private long bytes;

    private record Property(AmfValue value, int weight) {}

    Properties(SharedObjectSettings settings) {
        this.settings = settings;
    }

    /** Answers whether there was room. */
    boolean put(String name, AmfValue value) {
        int weight = weight(name, value);
        Property old = properties.get(name);
        long after = bytes + weight - (old == null ? 0 : old.weight);
        boolean fits =
                weight <= settings.propertyBytes()
                        && after <= settings.objectBytes()
                        && (old != null || properties.size() < settings.properties());
        if (fits) {
            properties.put(name, new Property(value, weight));
            bytes = after;
        }
        return fits;
    }

    private static int weight(String name, AmfValue value) {
        try {
            int length = AmfWriter.amf0SwitchingToAmf3().write(value).length();
            return COST + name.getBytes(StandardCharsets.UTF_8).length + length;
        } catch (UnencodableAmfException tooMuch) {
            return Integer.MAX_VALUE;
        }
    }

    /** Answers whether it was there. */
    boolean remove(String name) {
        Property old = properties.remove(name);
        bytes -= old == null ? 0 : old.weight;
        return old != null;
    }

    /** Answers whether there was any. */
    boolean clear() {
        boolean any = !properties.isEmpty();
        properties.clear();
        bytes = 0;
        return any;
    }

    Optional<AmfValue> get(String name) {
        return Optional.ofNullable(properties.get(name)).map(Property::value);
    }

    /** All of them, as they are now. */
    Map<String, AmfValue> copy() {
        Map<String, AmfValue> copy = new LinkedHashMap<>();
        properties.forEach((name, property) -> copy.put(name, property.value));
        return copy;
    }
}
