package io.cumulonimbus.testkit.media;

import java.io.ByteArrayOutputStream;

/** Bits in the order of video codecs, highest first (ITU-T H.265 §7.2). */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int present;
    private int count;

    /** A number of so many bits. */
    BitWriter u(int bits, long value) {
        for (int i = bits - 1; i >= 0; i--) {
            present = present << 1 | (int) (value >> i & 1);
            if (++count == 8) {
                bytes.write(present);
                present = 0;
                count = 0;
            }
        }
        return this;
    }

    /** Numbers whose lengths they say themselves (§9.2). */
    BitWriter ue(int... values) {
        for (int value : values) {
            int length = 32 - Integer.numberOfLeadingZeros(value + 1);
            u(2 * length - 1, value + 1);
        }
        return this;
    }

    /** Zeros up to the next byte. */
    BitWriter align() {
        return count == 0 ? this : u(8 - count, 0);
    }

    /** What ends a structure (§7.3.2.11). */
    BitWriter trailing() {
        return u(1, 1).align();
    }

    /** What is whole so far. */
    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
