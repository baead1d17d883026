package io.cumulonimbus.flv;

import java.util.Optional;

/**
 * The eleven bytes in front of a tag's data (annex E.4.1), for those who jump from tag to tag.
 *
 * @param type one of those of {@link FlvTag}
 * @param timestamp milliseconds, 32 bits, modulo 2^32
 * @param length bytes of data
 */
public record TagHead(int type, int timestamp, int length) {
    /** Its length in bytes. */
    public static final int LENGTH = FlvTag.HEADER_LENGTH;

    /** Bytes from this tag to the next: head, data and back-pointer. */
    public int span() {
        return LENGTH + length + Integer.BYTES;
    }

    /** The head at {@code at}, where as many bytes must be; empty when no tag begins so. */
    public static Optional<TagHead> parse(byte[] bytes, int at) {
        int type = bytes[at] & 0x1f;
        if ((bytes[at] & 0xc0) != 0 || !FlvTag.isType(type) || int24(bytes, at + 8) != 0) {
            return Optional.empty();
        }
        int timestamp = int24(bytes, at + 4) | (bytes[at + 7] & 0xff) << 24;
        return Optional.of(new TagHead(type, timestamp, int24(bytes, at + 1)));
    }

    private static int int24(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
    }
}
