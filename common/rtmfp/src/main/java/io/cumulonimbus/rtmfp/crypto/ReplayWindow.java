package io.cumulonimbus.rtmfp.crypto;

/**
 * Which session sequence numbers were seen: the highest and the 127 below it (RFC 7425 §4.7.3.3).
 * Numbers are unsigned 64 bits.
 */
final class ReplayWindow {
    /** Numbers that are told apart; anything older counts as seen. */
    static final int SIZE = 128;

    private long highest;

    /** Bit n: {@code highest - n} was seen. All clear: nothing was seen at all. */
    private long near;

    /** Bit n: {@code highest - 64 - n} was seen. */
    private long far;

    /** Whether the number was not seen before; changes nothing. */
    boolean isNew(long number) {
        if (near == 0 || Long.compareUnsigned(number, highest) > 0) {
            return true;
        }
        long behind = highest - number;
        if (Long.compareUnsigned(behind, SIZE) >= 0) {
            return false;
        }
        return behind < 64 ? (near >>> behind & 1) == 0 : (far >>> (behind - 64) & 1) == 0;
    }

    /** Remembers the number of a packet that was verified. */
    void see(long number) {
        if (near == 0) {
            highest = number;
            near = 1;
            return;
        }
        if (Long.compareUnsigned(number, highest) > 0) {
            slide(number - highest);
            highest = number;
        }
        long behind = highest - number;
        if (behind < 64) {
            near |= 1L << behind;
        } else if (behind < SIZE) {
            far |= 1L << (behind - 64);
        }
    }

    private void slide(long by) {
        if (Long.compareUnsigned(by, SIZE) >= 0) {
            near = 0;
            far = 0;
        } else if (by >= 64) {
            far = near << (by - 64);
            near = 0;
        } else {
            far = far << by | near >>> (64 - by);
            near <<= by;
        }
    }
}
