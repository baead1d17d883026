package io.cumulonimbus.link.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A bounds-checked cursor over the body of one frame. */
final class FrameReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    FrameReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    byte[] array() {
        return bytes;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    int u8() throws MalformedFrameException {
        need(1);
        return bytes[at++] & 0xff;
    }

    int u16() throws MalformedFrameException {
        need(2);
        return u8() << 8 | u8();
    }

    long u64() throws MalformedFrameException {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | u8();
        }
        return value;
    }

    /** A number below 2^63, seven bits a byte, the most significant first. */
    long number() throws MalformedFrameException {
        long value = 0;
        for (int i = 0; i < 9; i++) {
            int octet = u8();
            value = value << 7 | octet & 0x7f;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new MalformedFrameException("a number without end");
    }

    byte[] bytes(int length) throws MalformedFrameException {
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** Bytes preceded by their count in 16 bits, at most {@code max}. */
    byte[] counted(int max) throws MalformedFrameException {
        int length = u16();
        if (length > max) {
            throw new MalformedFrameException(length + " bytes where " + max + " are allowed");
        }
        return bytes(length);
    }

    String text(int max) throws MalformedFrameException {
        return new String(counted(max), StandardCharsets.UTF_8);
    }

    void end() throws MalformedFrameException {
        if (at != end) {
            throw new MalformedFrameException(remaining() + " bytes too many");
        }
    }

    private void need(int length) throws MalformedFrameException {
        if (length > remaining()) {
            throw new MalformedFrameException("a frame that ends early");
        }
    }
}
