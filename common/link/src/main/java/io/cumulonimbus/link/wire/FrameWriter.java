package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.Message;
import java.nio.charset.StandardCharsets;

/** A cursor that writes one frame after another into the same array. */
public final class FrameWriter {
    private final byte[] bytes = new byte[LinkCodec.MAX_FRAME];
    private int at;

    public byte[] array() {
        return bytes;
    }

    public int length() {
        return at;
    }

    /** Begins a frame; its length is filled in by {@link #end}. */
    FrameWriter begin(int type) {
        at = 2;
        return u8(type);
    }

    void end() {
        int length = at - LinkCodec.HEADER;
        bytes[0] = (byte) (length >> 8);
        bytes[1] = (byte) length;
    }

    FrameWriter u8(int value) {
        bytes[at++] = (byte) value;
        return this;
    }

    FrameWriter u16(int value) {
        return u8(value >> 8).u8(value);
    }

    FrameWriter u64(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            u8((int) (value >> shift));
        }
        return this;
    }

    FrameWriter number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        int shift = 56;
        while (shift > 0 && value >>> shift == 0) {
            shift -= 7;
        }
        for (; shift > 0; shift -= 7) {
            u8((int) (value >>> shift) & 0x7f | 0x80);
        }
        return u8((int) value & 0x7f);
    }

    FrameWriter raw(byte[] value) {
        System.arraycopy(value, 0, bytes, at, value.length);
        at += value.length;
        return this;
    }

    FrameWriter counted(byte[] value) {
        return u16(value.length).raw(value);
    }

    FrameWriter text(String value) {
        return counted(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Copies a part of a message. */
    FrameWriter message(Message message, int from, int length) {
        message.copyTo(from, bytes, at, length);
        at += length;
        return this;
    }
}
