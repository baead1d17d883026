package io.cumulonimbus.flv;

import java.nio.ByteBuffer;

/** Writer of an FLV file: the header first, then tag after tag. Has no state. */
public final class FlvWriter {
    private static final int FILE_HEADER_LENGTH = 9;

    private FlvWriter() {}

    /** The bytes that a file begins with, including the first back-pointer (annex E.2, E.3). */
    public static byte[] header(FlvHeader header) {
        return ByteBuffer.allocate(FILE_HEADER_LENGTH + Integer.BYTES)
                .put(new byte[] {'F', 'L', 'V', 1})
                .put((byte) ((header.audio() ? 4 : 0) | (header.video() ? 1 : 0)))
                .putInt(FILE_HEADER_LENGTH)
                .putInt(0)
                .array();
    }

    /** The bytes of a tag, including the back-pointer behind it (annex E.4.1). */
    public static byte[] tag(FlvTag tag) {
        int length = tag.data().length;
        return ByteBuffer.allocate(FlvTag.HEADER_LENGTH + length + Integer.BYTES)
                .putInt((tag.type() | (tag.filtered() ? 0x20 : 0)) << 24 | length)
                .putInt(tag.timestamp() << 8 | tag.timestamp() >>> 24)
                .put(new byte[3])
                .put(tag.data())
                .putInt(FlvTag.HEADER_LENGTH + length)
                .array();
    }
}
