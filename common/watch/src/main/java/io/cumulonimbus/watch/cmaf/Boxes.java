package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes boxes of MP4 into one array: each begins, has content, and ends (ISO/IEC 14496-12 §4.2).
 */
final class Boxes {
    private byte[] bytes = new byte[1024];
    private int at;

    /** Begins one; what is answered is for {@link #end}. */
    int begin(String type) {
        int start = at;
        u32(0);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        return raw(name).returning(start);
    }

    private int returning(int value) {
        return value;
    }

    /** Begins one with a version and flags. */
    int begin(String type, int version, int flags) {
        int start = begin(type);
        u32(version << 24 | flags);
        return start;
    }

    Boxes end(int start) {
        patch(start, at - start);
        return this;
    }

    void patch(int where, int value) {
        bytes[where] = (byte) (value >> 24);
        bytes[where + 1] = (byte) (value >> 16);
        bytes[where + 2] = (byte) (value >> 8);
        bytes[where + 3] = (byte) value;
    }

    private void room(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(at + more, 2 * bytes.length));
        }
    }

    int length() {
        return at;
    }

    Boxes u8(int value) {
        room(1);
        bytes[at++] = (byte) value;
        return this;
    }

    Boxes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    Boxes u32(int value) {
        room(4);
        patch(at, value);
        at += 4;
        return this;
    }

    Boxes u64(long value) {
        return u32((int) (value >> 32)).u32((int) value);
    }

    Boxes zeros(int count) {
        room(count);
        at += count;
        return this;
    }

    Boxes raw(byte... some) {
        room(some.length);
        System.arraycopy(some, 0, bytes, at, some.length);
        at += some.length;
        return this;
    }

    Boxes payload(Message body, int from) {
        int length = body.length() - from;
        room(length);
        body.copyTo(from, bytes, at, length);
        at += length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, at);
    }
}
