package io.cumulonimbus.amf;

import java.util.Optional;
import java.util.OptionalDouble;

/** A value of ActionScript as AMF carries it, whichever of AMF0 and AMF3 it came in. */
public sealed interface AmfValue
        permits AmfNothing,
                AmfBoolean,
                AmfNumber,
                AmfInteger,
                AmfString,
                AmfDate,
                AmfXml,
                AmfByteArray,
                AmfVector,
                AmfArray,
                AmfObject,
                AmfExternal,
                AmfDictionary {

    /** The null value. */
    AmfValue NULL = AmfNothing.NULL;

    /** The undefined value. */
    AmfValue UNDEFINED = AmfNothing.UNDEFINED;

    /** A number. */
    static AmfValue of(double value) {
        return new AmfNumber(value);
    }

    /** A text. */
    static AmfValue of(String value) {
        return new AmfString(value);
    }

    /** A truth value. */
    static AmfValue of(boolean value) {
        return value ? AmfBoolean.TRUE : AmfBoolean.FALSE;
    }

    /** Whether this is null, undefined or unsupported. */
    default boolean isNothing() {
        return this instanceof AmfNothing;
    }

    /** The text, when this is a string. */
    default Optional<String> asText() {
        return this instanceof AmfString s ? Optional.of(s.value()) : Optional.empty();
    }

    /** The number, when this is a number or an integer. */
    default OptionalDouble asNumber() {
        if (this instanceof AmfNumber n) {
            return OptionalDouble.of(n.value());
        }
        return this instanceof AmfInteger i ? OptionalDouble.of(i.value()) : OptionalDouble.empty();
    }

    /** Whether this is a boolean that is true. */
    default boolean isTrue() {
        return this instanceof AmfBoolean b && b.value();
    }
}
