package io.cumulonimbus.amf;

/** Writes Amf3 values. */
final class Amf3Writer {
    Amf3Writer(AmfOutput out, ExternalClasses externals) {}

    void write(AmfValue value) {
        throw new UnencodableAmfException("not written yet: " + value);
    }
}
