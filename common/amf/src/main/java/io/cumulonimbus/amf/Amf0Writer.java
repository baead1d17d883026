package io.cumulonimbus.amf;

/** Writes Amf0 values. */
final class Amf0Writer {
    Amf0Writer(AmfOutput out, Amf3Writer amf3, boolean mayAmf3) {}

    void write(AmfValue value) {
        throw new UnencodableAmfException("not written yet: " + value);
    }
}
