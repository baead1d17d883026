package io.cumulonimbus.amf;

import java.util.Arrays;

/** An AMF3 ByteArray. Nobody writes to its bytes after it was made. */
public final class AmfByteArray implements AmfValue {
    private final byte[] bytes;

    /** The array of these bytes, which are not copied. */
    public AmfByteArray(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AmfByteArray b && Arrays.equals(bytes, b.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "AmfByteArray[" + bytes.length + " bytes]";
    }
}
