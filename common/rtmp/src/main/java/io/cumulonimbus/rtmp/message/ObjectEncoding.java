package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.amf.AmfLimits;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.tc.TcMessage;

/** The encoding that a client announced in {@code connect} and is to be addressed in. */
public enum ObjectEncoding {
    /** AMF0 only: message types 0x14 and 0x12. */
    AMF0(0),
    /** AMF0 that switches to AMF3: message types 0x11 and 0x0f, with a format byte 0 in front. */
    AMF3(3);

    private final int number;

    ObjectEncoding(int number) {
        this.number = number;
    }

    /** The number that {@code connect} and its answer carry: 0 or 3. */
    public int number() {
        return number;
    }

    /** What {@code connect}'s command object announces: AMF3 for 3, otherwise AMF0. */
    public static ObjectEncoding announcedIn(AmfValue commandObject) {
        return commandObject instanceof AmfObject o
                        && o.get("objectEncoding").asNumber().orElse(0) == AMF3.number
                ? AMF3
                : AMF0;
    }

    AmfWriter writer() {
        return this == AMF0 ? AmfWriter.amf0() : AmfWriter.amf0SwitchingToAmf3();
    }

    /** A message of what was written, with the format byte where one belongs. */
    TcMessage message(int amf0Type, int extendedType, int timestamp, AmfWriter written) {
        if (this == AMF0) {
            return TcMessage.of(amf0Type, timestamp, written.toBytes());
        }
        TcMessage plain = TcMessage.of(extendedType, timestamp, written.toBytes());
        return plain.with(extendedType, timestamp, 0, new byte[1]);
    }

    /** A reader of a payload, behind its format byte where there is one. */
    static AmfReader reader(
            TcMessage message, int extendedType, AmfLimits limits, ExternalClasses externals)
            throws MalformedAmfException {
        int skip = message.type() == extendedType ? 1 : 0;
        int length = message.payloadLength();
        if (length < skip || length - skip > limits.maxBytes()) {
            throw new MalformedAmfException("a payload of " + length + " bytes");
        }
        // RFC 7425 §5.3.3: only format 0 is defined.
        if (skip == 1 && message.payloadByte(0) != 0) {
            throw new MalformedAmfException("format " + message.payloadByte(0));
        }
        byte[] bytes = message.payload(skip, length - skip);
        return AmfReader.amf0(bytes, 0, bytes.length, limits, externals);
    }
}
