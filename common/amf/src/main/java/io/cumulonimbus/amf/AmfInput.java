package io.cumulonimbus.amf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A cursor over one message that enforces the limits; every read is checked against the end. */
final class AmfInput {
    private final byte[] bytes;
    private final int end;
    private final AmfLimits limits;
    private final boolean tooLong;
    private int at;
    private int depth;
    private int values;

    AmfInput(byte[] bytes, int offset, int length, AmfLimits limits) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
        this.limits = limits;
        this.tooLong = length > limits.maxBytes();
    }

    int remaining() {
        return end - at;
    }

    /** Counts one more value; called for each before anything is made for it. */
    void countValue() throws MalformedAmfException {
        if (tooLong) {
            throw new MalformedAmfException("more than " + limits.maxBytes() + " bytes");
        }
        if (++values > limits.maxValues()) {
            throw new MalformedAmfException("more than " + limits.maxValues() + " values");
        }
    }

    void enter() throws MalformedAmfException {
        if (++depth > limits.maxDepth()) {
            throw new MalformedAmfException("more than " + limits.maxDepth() + " deep");
        }
    }

    void leave() {
        depth--;
    }

    private int take(int length) throws MalformedAmfException {
        if (length < 0 || length > end - at) {
            throw new MalformedAmfException("truncated");
        }
        int start = at;
        at += length;
        return start;
    }

    int u8() throws MalformedAmfException {
        return bytes[take(1)] & 0xff;
    }

    int u16() throws MalformedAmfException {
        int i = take(2);
        return (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
    }

    int i32() throws MalformedAmfException {
        int i = take(4);
        return bytes[i] << 24
                | (bytes[i + 1] & 0xff) << 16
                | (bytes[i + 2] & 0xff) << 8
                | bytes[i + 3] & 0xff;
    }

    double f64() throws MalformedAmfException {
        long high = i32();
        return Double.longBitsToDouble(high << 32 | i32() & 0xffffffffL);
    }

    /** AMF3 §1.3.1: seven bits a byte, the fourth byte eight. */
    int u29() throws MalformedAmfException {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int b = u8();
            value = value << 7 | b & 0x7f;
            if (b < 0x80) {
                return value;
            }
        }
        return value << 8 | u8();
    }

    /** A count from the wire whose items take at least {@code itemBytes} each. */
    int count(int declared, int itemBytes) throws MalformedAmfException {
        if (declared < 0 || declared > remaining() / itemBytes) {
            throw new MalformedAmfException("counts more than there is");
        }
        return declared;
    }

    byte[] copy(int length) throws MalformedAmfException {
        int start = take(length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    /** UTF-8; bytes that are not become U+FFFD, as the texts of old clients may be in Latin-1. */
    String utf8(int length) throws MalformedAmfException {
        if (length > limits.maxStringBytes()) {
            throw new MalformedAmfException("a text above " + limits.maxStringBytes() + " bytes");
        }
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }
}
