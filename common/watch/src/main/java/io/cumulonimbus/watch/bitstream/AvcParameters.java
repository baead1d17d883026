package io.cumulonimbus.watch.bitstream;

import java.util.Optional;
import java.util.Set;

/** The sequence parameter set in a configuration of H.264 (ISO/IEC 14496-15 §5.3.3.1). */
public final class AvcParameters {
    private static final int HEAD = 8;
    private static final int COUNT = 5;
    private static final int OWN_ASPECT = 255;

    /** Profiles that say how colours are sampled. */
    private static final Set<Integer> HIGH =
            Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

    private AvcParameters() {}

    /** Where the profile stands in the first set, with its two bytes behind it; -1 without one. */
    public static int profileAt(byte[] config) {
        int length = length(config);
        return length >= 4 ? HEAD + 1 : -1;
    }

    private static int length(byte[] config) {
        if (config.length < HEAD || (config[COUNT] & 0x1f) == 0) {
            return -1;
        }
        int length = (config[HEAD - 2] & 0xff) << 8 | config[HEAD - 1] & 0xff;
        return length <= config.length - HEAD ? length : -1;
    }

    /** What the first set says, if it can be read. */
    public static Optional<Picture> picture(byte[] config) {
        int length = length(config);
        if (length < 1) {
            return Optional.empty();
        }
        try {
            return parse(Bits.ofUnit(config, HEAD + 1, HEAD + length));
        } catch (BrokenBitsException broken) {
            return Optional.empty();
        }
    }

    // ISO/IEC 14496-10 §7.3.2.1.1
    private static Optional<Picture> parse(Bits in) throws BrokenBitsException {
        int profile = (int) in.take(8);
        in.skip(16);
        in.golomb();
        int chroma = HIGH.contains(profile) ? colours(in) : 1;
        in.golomb();
        order(in);
        in.golomb();
        in.skip(1);
        long width = (in.golomb() + 1) * 16;
        long lines = (in.golomb() + 1) * 16;
        boolean frames = in.flag();
        int fields = frames ? 1 : 2;
        in.skip(frames ? 1 : 2);
        long height = lines * fields;
        if (in.flag()) {
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = (chroma == 1 ? 2 : 1) * fields;
            width -= (in.golomb() + in.golomb()) * unitX;
            height -= (in.golomb() + in.golomb()) * unitY;
        }
        return Picture.of(width, height, in.flag() ? rate(in) : 0);
    }

    private static int colours(Bits in) throws BrokenBitsException {
        int chroma = in.golomb(3);
        in.skip(chroma == 3 ? 1 : 0);
        in.skipGolombs(2);
        in.skip(1);
        if (in.flag()) {
            for (int i = 0; i < (chroma == 3 ? 12 : 8); i++) {
                if (in.flag()) {
                    scaling(in, i < 6 ? 16 : 64);
                }
            }
        }
        return chroma;
    }

    private static void scaling(Bits in, int size) throws BrokenBitsException {
        long last = 8;
        for (int i = 0; i < size; i++) {
            last = last + in.signedGolomb() & 0xff;
            if (last == 0) {
                return;
            }
        }
    }

    private static void order(Bits in) throws BrokenBitsException {
        int type = in.golomb(2);
        if (type == 0) {
            in.golomb();
        } else if (type == 1) {
            in.skip(1);
            in.skipGolombs(2);
            in.skipGolombs(in.golomb(255));
        }
    }

    // ISO/IEC 14496-10 §E.1.1
    private static double rate(Bits in) throws BrokenBitsException {
        beforeTiming(in);
        if (!in.flag()) {
            return 0;
        }
        long units = in.take(32);
        long scale = in.take(32);
        return units == 0 ? 0 : scale / 2.0 / units;
    }

    /** What HEVC has in the same way: aspect, range and place of colours. */
    static void beforeTiming(Bits in) throws BrokenBitsException {
        if (in.flag() && in.take(8) == OWN_ASPECT) {
            in.skip(32);
        }
        if (in.flag()) {
            in.skip(1);
        }
        if (in.flag()) {
            in.skip(4);
            if (in.flag()) {
                in.skip(24);
            }
        }
        if (in.flag()) {
            in.skipGolombs(2);
        }
    }
}
