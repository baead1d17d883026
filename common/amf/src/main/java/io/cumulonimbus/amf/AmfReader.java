package io.cumulonimbus.amf;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the values of one message, one after another. The reference tables live as long as the
 * reader: a new message needs a new reader (AMF0 §4.1.3, AMF3 §4.1).
 */
public final class AmfReader {
    private final AmfInput in;
    private final Amf3Reader amf3;
    private final Amf0Reader amf0;
    private final boolean startsInAmf3;

    private AmfReader(AmfInput in, ExternalClasses externals, boolean startsInAmf3) {
        this.in = in;
        this.amf3 = new Amf3Reader(in, externals);
        this.amf0 = new Amf0Reader(in, amf3);
        this.startsInAmf3 = startsInAmf3;
    }

    /**
     * Reads AMF0, in which any value may switch to AMF3 (AMF0 §3.1). The bytes are not copied.
     *
     * @throws IndexOutOfBoundsException when the slice is not within the array
     */
    public static AmfReader amf0(
            byte[] bytes, int offset, int length, AmfLimits limits, ExternalClasses externals) {
        return new AmfReader(new AmfInput(bytes, offset, length, limits), externals, false);
    }

    /** Reads AMF0 with the default limits and Flex' externalizable classes. */
    public static AmfReader amf0(byte[] bytes) {
        return amf0(bytes, 0, bytes.length, AmfLimits.DEFAULT, ExternalClasses.FLEX);
    }

    /** Reads AMF3 from the start. The bytes are not copied. */
    public static AmfReader amf3(
            byte[] bytes, int offset, int length, AmfLimits limits, ExternalClasses externals) {
        return new AmfReader(new AmfInput(bytes, offset, length, limits), externals, true);
    }

    /** Reads AMF3 with the default limits and Flex' externalizable classes. */
    public static AmfReader amf3(byte[] bytes) {
        return amf3(bytes, 0, bytes.length, AmfLimits.DEFAULT, ExternalClasses.FLEX);
    }

    /** Bytes not read yet. */
    public int remaining() {
        return in.remaining();
    }

    /** Whether there is another value. */
    public boolean hasMore() {
        return in.remaining() > 0;
    }

    /**
     * The next value. After an exception the reader is of no more use: nothing says where the next
     * value would begin.
     */
    public AmfValue read() throws MalformedAmfException {
        return startsInAmf3 ? amf3.read() : amf0.read();
    }

    /** All values that are left. */
    public List<AmfValue> readAll() throws MalformedAmfException {
        List<AmfValue> values = new ArrayList<>();
        while (hasMore()) {
            values.add(read());
        }
        return values;
    }
}
