package io.cumulonimbus.amf;

/** A double: AMF0 number, AMF3 double. Equal when the bits are, so NaN equals NaN. */
public record AmfNumber(double value) implements AmfValue {}
