package io.cumulonimbus.amf;

/** The values that carry nothing. */
public enum AmfNothing implements AmfValue {
    UNDEFINED,
    NULL,
    /** AMF0's stand-in for what its sender could not serialize (AMF0 §2.15). */
    UNSUPPORTED
}
