package io.cumulonimbus.amf;

/** Reads Amf0 values. */
final class Amf0Reader {
    Amf0Reader(AmfInput in, Amf3Reader amf3) {}

    AmfValue read() throws MalformedAmfException {
        throw new MalformedAmfException("not read yet");
    }
}
