package io.cumulonimbus.amf;

/** A value of ActionScript as AMF carries it, whichever of AMF0 and AMF3 it came in. */
public sealed interface AmfValue extends AmfContent
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
}
