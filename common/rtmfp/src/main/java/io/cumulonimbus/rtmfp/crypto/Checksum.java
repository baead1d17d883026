package io.cumulonimbus.rtmfp.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The simple checksum (RFC 7425 §4.7.3.1). */
final class Checksum {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0xffff_ffffL;

    private Checksum() {}

    /**
     * The complement of the ones' complement sum of all 16-bit words, 0 to 65535; an odd last byte
     * is the low half of its word.
     */
    static int of(byte[] data, int offset, int length) {
        // Summed with the bytes of each word swapped, as the processor reads them, and swapped
        // back at the end: a ones' complement sum does not mind (RFC 1071 §2). Nor does it mind
        // being summed in larger words and folded.
        long sum = 0;
        int at = offset;
        int end = offset + length;
        for (; end - at >= 16; at += 16) {
            long first = (long) LONGS.get(data, at);
            long second = (long) LONGS.get(data, at + 8);
            sum += (first & LOW) + (first >>> 32) + (second & LOW) + (second >>> 32);
        }
        for (; end - at >= 2; at += 2) {
            sum += data[at] & 0xff | (data[at + 1] & 0xff) << 8;
        }
        if (at < end) {
            sum += (data[at] & 0xff) << 8;
        }
        sum = (sum & LOW) + (sum >>> 32);
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return Short.toUnsignedInt(Short.reverseBytes((short) ~sum));
    }
}
