package io.cumulonimbus.link.wire;

import java.util.Arrays;

/** Cuts a stream of bytes into frames; keeps at most one unfinished frame. */
public final class FrameAssembler {
    /** Takes the frames; what it is given is a view that is gone after the return. */
    @FunctionalInterface
    public interface Target {
        /** Answers whether more frames are wanted. */
        boolean onFrame(int type, byte[] bytes, int offset, int length);
    }

    private byte[] kept = new byte[LinkCodec.HEADER + LinkCodec.MAX_HANDSHAKE_BODY];
    private int filled;
    private int maxBody = LinkCodec.MAX_HANDSHAKE_BODY;

    /** Both ends have proved themselves: frames of full size are taken. */
    public void trust() {
        maxBody = LinkCodec.MAX_BODY;
    }

    /** Answers false when a frame claims to be longer than is allowed. */
    public boolean receive(byte[] bytes, int offset, int length, Target target) {
        int end = offset + length;
        int at = offset;
        while (filled > 0 && at < end) {
            int taken = Math.min(missing(), end - at);
            keep(bytes, at, taken);
            at += taken;
            if (filled >= LinkCodec.HEADER && body(kept, 0) > maxBody) {
                return false;
            }
            if (missing() == 0) {
                filled = 0;
                if (!target.onFrame(kept[2], kept, LinkCodec.HEADER, body(kept, 0))) {
                    return true;
                }
            }
        }
        return whole(bytes, at, end, target);
    }

    /** Hands on the frames that lie whole in the input, and keeps the rest. */
    private boolean whole(byte[] bytes, int from, int end, Target target) {
        int at = from;
        while (end - at >= LinkCodec.HEADER) {
            int body = body(bytes, at);
            if (body > maxBody) {
                return false;
            }
            int start = at + LinkCodec.HEADER;
            if (end - start < body) {
                break;
            }
            at = start + body;
            if (!target.onFrame(bytes[start - 1], bytes, start, body)) {
                return true;
            }
        }
        keep(bytes, at, end - at);
        return true;
    }

    /** Bytes that the kept frame, or its header, still lacks. */
    private int missing() {
        return filled < LinkCodec.HEADER
                ? LinkCodec.HEADER - filled
                : LinkCodec.HEADER + body(kept, 0) - filled;
    }

    private void keep(byte[] bytes, int at, int length) {
        if (filled + length > kept.length) {
            kept = Arrays.copyOf(kept, LinkCodec.MAX_FRAME);
        }
        System.arraycopy(bytes, at, kept, filled, length);
        filled += length;
    }

    private static int body(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
