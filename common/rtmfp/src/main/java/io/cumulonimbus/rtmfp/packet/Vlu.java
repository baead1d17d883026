package io.cumulonimbus.rtmfp.packet;

/**
 * The variable length unsigned integer: big-endian base 128, high bit set on all bytes but the last
 * (RFC 7016 §2.1.2).
 *
 * <p>A {@code long} holds the 64 bits as an unsigned number; compare with {@link
 * Long#compareUnsigned}. Reading is {@link PacketReader#vlu()}.
 */
public final class Vlu {
    /** The longest minimal encoding, in bytes. */
    public static final int MAX_LENGTH = 10;

    private Vlu() {}

    /** Bytes of the shortest encoding of {@code value}: 1 to 10. */
    public static int length(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits + 6) / 7;
    }

    /** Writes the shortest encoding at {@code at} and answers the position behind it. */
    public static int write(byte[] out, int at, long value) {
        int length = length(value);
        int position = at + length;
        out[position - 1] = (byte) (value & 0x7f);
        long rest = value >>> 7;
        for (int i = position - 2; i >= at; i--) {
            out[i] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        return position;
    }
}
