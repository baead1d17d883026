package io.cumulonimbus.rtmfp.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The simple checksum (RFC 7425 §4.7.3.1). */
final class Checksum {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long LOW = 0xffff_ffffL;

    private Checksum() {}

    /**
     * The complement of the ones' complement sum of all 16-bit words, 0 to 65535; an odd last byte
     * is the low half of its word.
     */
    static int of(byte[] data, int offset, int length) {
        long sum = 0;
        int at = offset;
        int end = offset + length;
        // 32 bits at a time: folded to 16 bits at the end, the sum is the same.
        for (; end - at >= 4; at += 4) {
            sum += (int) INTS.get(data, at) & LOW;
        }
        if (end - at >= 2) {
            sum += (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
            at += 2;
        }
        if (at < end) {
            sum += data[at] & 0xff;
        }
        sum = (sum & LOW) + (sum >>> 32);
        sum = (sum & 0xffff) + (sum >>> 16 & 0xffff) + (sum >>> 32);
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return (int) (~sum & 0xffff);
    }
}
