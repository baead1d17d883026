package io.cumulonimbus.origin.record;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import java.util.Map;
import java.util.Optional;

/** The {@code onMetaData} that a recording begins with. */
final class RecordedMetadata {
    /** The length of the recording, in seconds. */
    static final String DURATION = "duration";

    /** The length of the file, in bytes. */
    static final String FILE_SIZE = "filesize";

    private static final String NAME = "onMetaData";
    private static final byte[] NONE = {};

    private RecordedMetadata() {}

    /** Script data with what the publisher said, and room for what is known at the end. */
    static byte[] of(byte[] said) {
        try {
            return written(members(said));
        } catch (UnencodableAmfException tooMuch) {
            return written(Map.of());
        }
    }

    private static byte[] written(Map<String, AmfValue> members) {
        AmfArray array = AmfArray.ecma();
        array.put(DURATION, AmfValue.of(0)).put(FILE_SIZE, AmfValue.of(0));
        members.forEach(
                (name, value) -> {
                    if (!name.equals(DURATION) && !name.equals(FILE_SIZE)) {
                        array.put(name, value);
                    }
                });
        return AmfWriter.amf0().write(AmfValue.of(NAME)).write(array).toBytes();
    }

    private static Map<String, AmfValue> members(byte[] said) {
        try {
            AmfReader reader = AmfReader.amf0(said);
            boolean named = reader.hasMore() && reader.read().asText().equals(Optional.of(NAME));
            AmfValue value = named && reader.hasMore() ? reader.read() : AmfValue.NULL;
            if (value instanceof AmfObject object) {
                return object.members();
            }
            return value instanceof AmfArray array ? array.members() : Map.of();
        } catch (MalformedAmfException broken) {
            return Map.of();
        }
    }

    /** Nothing said. */
    static byte[] nothing() {
        return NONE;
    }
}
