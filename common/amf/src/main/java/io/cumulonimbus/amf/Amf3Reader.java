package io.cumulonimbus.amf;

/** Reads Amf3 values. */
final class Amf3Reader {
    Amf3Reader(AmfInput in, ExternalClasses externals) {}

    AmfValue read() throws MalformedAmfException {
        throw new MalformedAmfException("not read yet");
    }
}
