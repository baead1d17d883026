package io.cumulonimbus.rtmfp.packet;

/**
 * The outermost layer: a session id, scrambled with the first eight encrypted bytes behind it (RFC
 * 7016 §2.2.2).
 */
public final class Multiplex {
    /** Bytes of the scrambled session id in front of the encrypted packet. */
    public static final int HEADER = 4;

    private Multiplex() {}

    /** The session id of a datagram of at least 4 bytes; 0 is the startup session. */
    public static int sessionId(byte[] datagram, int offset, int length) {
        return word(datagram, offset, offset + length) ^ mask(datagram, offset, length);
    }

    /**
     * Writes the scrambled id in front of the encrypted packet, which is already in place at {@code
     * offset + 4}.
     */
    public static void writeSessionId(int sessionId, byte[] datagram, int offset, int length) {
        int scrambled = sessionId ^ mask(datagram, offset, length);
        datagram[offset] = (byte) (scrambled >>> 24);
        datagram[offset + 1] = (byte) (scrambled >>> 16);
        datagram[offset + 2] = (byte) (scrambled >>> 8);
        datagram[offset + 3] = (byte) scrambled;
    }

    private static int mask(byte[] datagram, int offset, int length) {
        int end = offset + length;
        return word(datagram, offset + 4, end) ^ word(datagram, offset + 8, end);
    }

    /** Four bytes, big-endian; those past the end count as zero. */
    private static int word(byte[] bytes, int at, int end) {
        if (end - at >= 4) {
            return (bytes[at] & 0xff) << 24
                    | (bytes[at + 1] & 0xff) << 16
                    | (bytes[at + 2] & 0xff) << 8
                    | bytes[at + 3] & 0xff;
        }
        int word = 0;
        for (int i = 0; i < 4; i++) {
            word = word << 8 | (at + i < end ? bytes[at + i] & 0xff : 0);
        }
        return word;
    }
}
