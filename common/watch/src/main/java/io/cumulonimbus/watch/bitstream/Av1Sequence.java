package io.cumulonimbus.watch.bitstream;

import java.util.Optional;

/** The sequence header in a configuration of AV1 (AV1 Codec ISO Media File Format Binding §2.3). */
public final class Av1Sequence {
    private static final int HEAD = 4;
    private static final int SEQUENCE = 1;
    private static final int MOST_SIZE_BYTES = 4;
    private static final int TIERED = 7;

    private Av1Sequence() {}

    /** What the first header says, if it can be read. */
    public static Optional<Picture> picture(byte[] config) {
        try {
            int at = HEAD;
            while (at < config.length) {
                int type = config[at] >> 3 & 0x0f;
                boolean extended = (config[at] & 4) != 0;
                boolean sized = (config[at] & 2) != 0;
                at += extended ? 2 : 1;
                int length = config.length - at;
                if (sized) {
                    long size = size(config, at);
                    at += (int) (size >>> 32);
                    length = (int) size;
                }
                if (length > config.length - at || length < 0) {
                    return Optional.empty();
                }
                if (type == SEQUENCE) {
                    return parse(new Bits(config, at, at + length));
                }
                at += length;
            }
            return Optional.empty();
        } catch (BrokenBitsException broken) {
            return Optional.empty();
        }
    }

    /** A length, and above 32 bits of how many bytes it is. */
    // AV1 §4.10.5
    private static long size(byte[] config, int from) throws BrokenBitsException {
        Bits in = new Bits(config, from, config.length);
        long size = 0;
        for (int i = 0; i < MOST_SIZE_BYTES; i++) {
            boolean more = in.flag();
            size |= in.take(7) << 7 * i;
            if (!more) {
                return (long) i + 1 << 32 | size;
            }
        }
        throw new BrokenBitsException("too large");
    }

    // AV1 §5.5.1
    private static Optional<Picture> parse(Bits in) throws BrokenBitsException {
        in.skip(4);
        double rate = 0;
        if (in.flag()) {
            in.skip(5);
        } else {
            boolean timed = in.flag();
            rate = timed ? rate(in) : 0;
            int delayBits = 0;
            if (timed && in.flag()) {
                delayBits = (int) in.take(5) + 1;
                in.skip(32 + 5 + 5);
            }
            points(in, delayBits);
        }
        int widthBits = (int) in.take(4) + 1;
        int heightBits = (int) in.take(4) + 1;
        return Picture.of(in.take(widthBits) + 1, in.take(heightBits) + 1, rate);
    }

    // AV1 §5.5.3
    private static double rate(Bits in) throws BrokenBitsException {
        long units = in.take(32);
        long scale = in.take(32);
        if (!in.flag() || units == 0) {
            return 0;
        }
        return (double) scale / units / (in.golomb() + 1);
    }

    private static void points(Bits in, int delayBits) throws BrokenBitsException {
        boolean delayed = in.flag();
        int points = (int) in.take(5) + 1;
        for (int i = 0; i < points; i++) {
            in.skip(12);
            boolean tiered = in.take(5) > TIERED;
            in.skip(tiered ? 1 : 0);
            if (delayBits > 0 && in.flag()) {
                in.skip(2 * delayBits + 1);
            }
            if (delayed && in.flag()) {
                in.skip(4);
            }
        }
    }
}
