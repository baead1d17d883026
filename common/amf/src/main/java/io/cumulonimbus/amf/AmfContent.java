package io.cumulonimbus.amf;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What any AMF value can be asked for.
 *
 * <p>Apart from {@link AmfValue} because of its constants, which are values themselves: a class is
 * initialized after its interfaces with default methods, so {@link AmfValue#NULL} would be missing
 * for ever where the first value seen is {@link AmfNothing}, and two threads could wait for each
 * other.
 */
public sealed interface AmfContent permits AmfValue {
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
