package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.stream.FrameRole;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;

/**
 * What a frame of media says before its bytes; see {@link MediaFrame}.
 *
 * @param primes whether it is something that somebody who comes late has to know, and may be known
 * @param bodyLength bytes of the body, which come first
 * @param plainLength bytes of the plain body behind it; 0 when it is the body itself
 */
public record MediaHead(
        long publication,
        long number,
        boolean gap,
        MediaKind kind,
        FrameRole role,
        boolean primes,
        int slot,
        long group,
        boolean opens,
        int timestamp,
        int ageMs,
        int bodyLength,
        int plainLength) {
    private static final MediaKind[] KINDS = MediaKind.values();
    private static final FrameRole[] ROLES = FrameRole.values();
    private static final int GAP = 0x10;
    private static final int PRIMES = 0x20;
    private static final int OPENS = 0x40;

    public static MediaHead of(MediaFrame frame, boolean primes, int waitedMs) {
        boolean two = frame.plainBody() != frame.body();
        return new MediaHead(
                frame.publication(),
                frame.number(),
                frame.gap(),
                frame.kind(),
                frame.role(),
                primes,
                frame.slot(),
                frame.group(),
                frame.opens(),
                frame.timestamp(),
                frame.ageMs() + waitedMs,
                frame.body().length(),
                two ? frame.plainBody().length() : 0);
    }

    public int length() {
        return bodyLength + plainLength;
    }

    /** The frame, when all its bytes are there. */
    public MediaFrame frame(byte[] bytes) {
        byte[] none = {};
        Message body = Message.of(none, bytes, 0, bodyLength);
        Message plain = plainLength == 0 ? body : Message.of(none, bytes, bodyLength, plainLength);
        return new MediaFrame(
                publication,
                number,
                gap,
                kind,
                role,
                slot,
                group,
                opens,
                timestamp,
                ageMs,
                body,
                plain);
    }

    void write(FrameWriter out) {
        int flags = kind.ordinal() | role.ordinal() << 2;
        out.u8(flags | (gap ? GAP : 0) | (primes ? PRIMES : 0) | (opens ? OPENS : 0))
                .u64(publication)
                .number(number)
                .number(slot)
                .number(group)
                .u16(timestamp >>> 16)
                .u16(timestamp)
                .number(ageMs)
                .number(bodyLength)
                .number(plainLength);
    }

    static MediaHead read(FrameReader in) throws MalformedFrameException {
        int flags = in.u8();
        int role = flags >> 2 & 3;
        if (flags >= 2 * OPENS || role >= ROLES.length) {
            throw new MalformedFrameException("flags of media: " + flags);
        }
        return new MediaHead(
                in.u64(),
                in.number(),
                (flags & GAP) != 0,
                KINDS[flags & 3],
                ROLES[role],
                (flags & PRIMES) != 0,
                small(in),
                in.number(),
                (flags & OPENS) != 0,
                in.u16() << 16 | in.u16(),
                small(in),
                small(in),
                small(in));
    }

    private static int small(FrameReader in) throws MalformedFrameException {
        long value = in.number();
        if (value > Integer.MAX_VALUE / 2) {
            throw new MalformedFrameException("a number of " + value);
        }
        return (int) value;
    }
}
