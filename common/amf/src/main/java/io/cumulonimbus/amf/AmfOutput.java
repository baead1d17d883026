package io.cumulonimbus.amf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growing bytes that enforce the limits on what is written. */
final class AmfOutput {
    private final AmfLimits limits;
    private byte[] bytes = new byte[128];
    private int length;
    private int depth;

    AmfOutput(AmfLimits limits) {
        this.limits = limits;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void enter() {
        if (++depth > limits.maxDepth()) {
            throw new UnencodableAmfException("more than " + limits.maxDepth() + " deep");
        }
    }

    void leave() {
        depth--;
    }

    private int room(int more) {
        if (more > limits.maxBytes() - length) {
            throw new UnencodableAmfException("more than " + limits.maxBytes() + " bytes");
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        int start = length;
        length += more;
        return start;
    }

    void u8(int value) {
        int i = room(1); // first: it may replace the array
        bytes[i] = (byte) value;
    }

    void u16(int value) {
        int i = room(2);
        bytes[i] = (byte) (value >> 8);
        bytes[i + 1] = (byte) value;
    }

    void i32(int value) {
        u16(value >> 16);
        u16(value);
    }

    void f64(double value) {
        long bits = Double.doubleToRawLongBits(value);
        i32((int) (bits >> 32));
        i32((int) bits);
    }

    /** AMF3 §1.3.1: seven bits a byte, the fourth byte eight; only the low 29 bits count. */
    void u29(int value) {
        int v = value & 0x1fffffff;
        if (v < 0x80) {
            u8(v);
        } else if (v < 0x4000) {
            u16((v >> 7 | 0x80) << 8 | v & 0x7f);
        } else if (v < 0x200000) {
            u8(v >> 14 | 0x80);
            u16((v >> 7 | 0x80) << 8 | v & 0x7f);
        } else {
            u16((v >> 22 | 0x80) << 8 | (v >> 15 & 0x7f | 0x80));
            u16((v >> 8 & 0x7f | 0x80) << 8 | v & 0xff);
        }
    }

    /** A length or count that shares its U29 with a flag of {@code flagBits} low bits. */
    void u29(int count, int flagBits, int flags) {
        if (count >= 1 << 29 - flagBits) {
            throw new UnencodableAmfException(count + " is too many for AMF3");
        }
        u29(count << flagBits | flags);
    }

    void bytes(byte[] source) {
        int i = room(source.length);
        System.arraycopy(source, 0, bytes, i, source.length);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
