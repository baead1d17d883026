package io.cumulonimbus.flv;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * A number in a script tag that is not known before the file is finished, and is then written over
 * the one that stood for it: AMF0 numbers have one length (annex E.4.4).
 */
public final class ScriptNumber {
    private static final byte NUMBER = 0;

    private ScriptNumber() {}

    /** Where in the script data the eight bytes of this member are; empty when it has no such. */
    public static OptionalInt find(byte[] data, String member) {
        byte[] text = member.getBytes(StandardCharsets.US_ASCII);
        byte[] wanted =
                ByteBuffer.allocate(Short.BYTES + text.length + 1)
                        .putShort((short) text.length)
                        .put(text)
                        .put(NUMBER)
                        .array();
        for (int at = 0; at + wanted.length + Double.BYTES <= data.length; at++) {
            if (begins(data, at, wanted)) {
                return OptionalInt.of(at + wanted.length);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean begins(byte[] data, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (data[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** The eight bytes of a number. */
    public static byte[] bytes(double value) {
        return ByteBuffer.allocate(Double.BYTES).putDouble(value).array();
    }
}
