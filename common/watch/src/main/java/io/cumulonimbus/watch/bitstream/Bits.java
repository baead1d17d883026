package io.cumulonimbus.watch.bitstream;

/** Reads bits, the highest first, up to the end of some bytes and no further. */
final class Bits {
    private static final int LONGEST_ZEROS = 31;

    private final byte[] bytes;
    private final int end;
    private int at;

    /**
     * @param from the first byte
     * @param to behind the last one
     */
    Bits(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from * 8;
        this.end = to * 8;
    }

    /** Of a NAL unit, behind its header: without what keeps start codes out of it. */
    // ISO/IEC 14496-10 §7.3.1
    static Bits ofUnit(byte[] bytes, int from, int to) {
        byte[] plain = new byte[Math.max(0, to - from)];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < to; i++) {
            if (zeros >= 2 && bytes[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = bytes[i] == 0 ? zeros + 1 : 0;
            plain[length++] = bytes[i];
        }
        return new Bits(plain, 0, length);
    }

    /** The next bits as a number; 32 at most. */
    long take(int count) throws BrokenBitsException {
        need(count);
        long value = 0;
        for (int i = 0; i < count; i++, at++) {
            value = value << 1 | bytes[at >> 3] >> 7 - (at & 7) & 1;
        }
        return value;
    }

    boolean flag() throws BrokenBitsException {
        return take(1) == 1;
    }

    void skip(int count) throws BrokenBitsException {
        need(count);
        at += count;
    }

    private void need(int count) throws BrokenBitsException {
        if (count > end - at) {
            throw new BrokenBitsException("too short");
        }
    }

    /** An unsigned number in Exp-Golomb code. */
    // ISO/IEC 14496-10 §9.1
    long golomb() throws BrokenBitsException {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > LONGEST_ZEROS) {
                throw new BrokenBitsException("too large");
            }
        }
        return (1L << zeros) - 1 + take(zeros);
    }

    /** The same of what is not to be larger. */
    int golomb(int most) throws BrokenBitsException {
        long value = golomb();
        if (value > most) {
            throw new BrokenBitsException("too large");
        }
        return (int) value;
    }

    /** A signed one. */
    // ISO/IEC 14496-10 §9.1.1
    long signedGolomb() throws BrokenBitsException {
        long value = golomb();
        return (value & 1) == 1 ? (value + 1) / 2 : -value / 2;
    }

    void skipGolombs(int count) throws BrokenBitsException {
        for (int i = 0; i < count; i++) {
            golomb();
        }
    }
}
