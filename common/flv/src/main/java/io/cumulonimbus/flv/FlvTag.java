package io.cumulonimbus.flv;

import java.util.Arrays;

/**
 * A tag of an FLV file: the body of one RTMP message (annex E.4.1). Nobody writes to its data after
 * it was made.
 *
 * @param type {@link #AUDIO}, {@link #VIDEO} or {@link #SCRIPT}; the same numbers as RTMP's types
 * @param filtered whether the data must be decrypted first
 * @param timestamp milliseconds, 32 bits, modulo 2^32
 * @param data what follows the tag header, at most 2^24 - 1 bytes; not copied
 */
public record FlvTag(int type, boolean filtered, int timestamp, byte[] data) {
    /** Audio. */
    public static final int AUDIO = 8;

    /** Video. */
    public static final int VIDEO = 9;

    /** A call with arguments in AMF0, mostly {@code onMetaData}. */
    public static final int SCRIPT = 18;

    /** The longest data that a tag can hold, in bytes. */
    public static final int MAX_DATA = (1 << 24) - 1;

    /** Bytes of a tag before its data. */
    static final int HEADER_LENGTH = 11;

    public FlvTag {
        if (!isType(type)) {
            throw new IllegalArgumentException("tag type " + type);
        }
        if (data.length > MAX_DATA) {
            throw new IllegalArgumentException(data.length + " bytes in a tag");
        }
    }

    /** A tag that is not encrypted. */
    public FlvTag(int type, int timestamp, byte[] data) {
        this(type, false, timestamp, data);
    }

    static boolean isType(int type) {
        return type == AUDIO || type == VIDEO || type == SCRIPT;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlvTag t
                && type == t.type
                && filtered == t.filtered
                && timestamp == t.timestamp
                && Arrays.equals(data, t.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type + timestamp) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "FlvTag[type "
                + type
                + " at "
                + Integer.toUnsignedLong(timestamp)
                + ", "
                + data.length
                + " bytes]";
    }
}
