package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.MalformedAmfException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file keeps of a shared object: AMF0 that switches to AMF3 where it must; a mark, the
 * version, and then name and value of each property.
 *
 * @param version of the properties
 * @param properties in order
 */
record Kept(long version, Map<String, AmfValue> properties) {
    /** What there is when there is no file. */
    static final Kept NOTHING = new Kept(0, Map.of());

    private static final AmfValue MARK = AmfValue.of("cumulonimbus shared object 1");

    byte[] toBytes() {
        AmfWriter writer = AmfWriter.amf0SwitchingToAmf3().write(MARK);
        writer.write(AmfValue.of((double) version));
        properties.forEach((name, value) -> writer.write(AmfValue.of(name)).write(value));
        return writer.toBytes();
    }

    static Kept of(byte[] bytes) throws MalformedAmfException {
        AmfReader reader = AmfReader.amf0(bytes);
        if (!reader.read().equals(MARK)) {
            throw new MalformedAmfException("no shared object");
        }
        long version = (long) reader.read().asNumber().orElse(0);
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        while (reader.hasMore()) {
            if (!(reader.read() instanceof AmfString name)) {
                throw new MalformedAmfException("a property without a name");
            }
            properties.put(name.value(), reader.read());
        }
        return new Kept(version, properties);
    }
}
