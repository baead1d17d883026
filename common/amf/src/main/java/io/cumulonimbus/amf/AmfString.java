package io.cumulonimbus.amf;

import java.util.Objects;

/** A text of any length; AMF0 chooses string or long string when writing. */
public record AmfString(String value) implements AmfValue {
    /** The empty text. */
    public static final AmfString EMPTY = new AmfString("");

    public AmfString {
        Objects.requireNonNull(value);
    }
}
