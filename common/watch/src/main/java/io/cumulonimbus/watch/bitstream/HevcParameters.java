package io.cumulonimbus.watch.bitstream;

import java.util.Optional;

/** The sequence parameter set in a configuration of HEVC (ISO/IEC 14496-15 §8.3.3.1). */
public final class HevcParameters {
    private static final int HEAD = 23;
    private static final int SEQUENCE = 33;
    private static final int UNIT_HEAD = 2;
    private static final int PROFILE_BITS = 96;
    private static final int MOST_SETS = 64;
    private static final int MOST_PICTURES = 16;

    private HevcParameters() {}

    /** Profile, flags and level in the first set: 12 bytes, as configurations have them too. */
    public static Optional<byte[]> profile(byte[] config) {
        int[] place = place(config);
        Bits in = Bits.ofUnit(config, place[0] + UNIT_HEAD, place[1]);
        byte[] profile = new byte[PROFILE_BITS / 8];
        try {
            in.skip(8);
            for (int i = 0; i < profile.length; i++) {
                profile[i] = (byte) in.take(8);
            }
            return Optional.of(profile);
        } catch (BrokenBitsException broken) {
            return Optional.empty();
        }
    }

    /** Where the first set begins, and where it ends; 0 without one. */
    private static int[] place(byte[] config) {
        int at = HEAD;
        int arrays = config.length < HEAD ? 0 : config[HEAD - 1] & 0xff;
        for (int i = 0; i < arrays && at + 3 <= config.length; i++) {
            int type = config[at] & 0x3f;
            int units = (config[at + 1] & 0xff) << 8 | config[at + 2] & 0xff;
            at += 3;
            for (int j = 0; j < units && at + 2 <= config.length; j++) {
                int length = (config[at] & 0xff) << 8 | config[at + 1] & 0xff;
                at += 2;
                if (length > config.length - at) {
                    return new int[2];
                }
                if (type == SEQUENCE) {
                    return new int[] {at, at + length};
                }
                at += length;
            }
        }
        return new int[2];
    }

    /** What the first set says, if it can be read. */
    public static Optional<Picture> picture(byte[] config) {
        int[] place = place(config);
        if (place[1] - place[0] <= UNIT_HEAD) {
            return Optional.empty();
        }
        try {
            return parse(Bits.ofUnit(config, place[0] + UNIT_HEAD, place[1]));
        } catch (BrokenBitsException broken) {
            return Optional.empty();
        }
    }

    // ITU-T H.265 §7.3.2.2.1
    private static Optional<Picture> parse(Bits in) throws BrokenBitsException {
        in.skip(4);
        int layers = (int) in.take(3);
        in.skip(1);
        profile(in, layers);
        in.golomb();
        int chroma = in.golomb(3);
        in.skip(chroma == 3 ? 1 : 0);
        long width = in.golomb();
        long height = in.golomb();
        if (in.flag()) {
            width -= (in.golomb() + in.golomb()) * (chroma == 1 || chroma == 2 ? 2 : 1);
            height -= (in.golomb() + in.golomb()) * (chroma == 1 ? 2 : 1);
        }
        return Picture.of(width, height, rateIfSaid(in, layers));
    }

    /** A rate that cannot be read is none, and the size is one all the same. */
    private static double rateIfSaid(Bits in, int layers) {
        try {
            coding(in, layers);
            return in.flag() ? rate(in) : 0;
        } catch (BrokenBitsException broken) {
            return 0;
        }
    }

    // ITU-T H.265 §7.3.3
    private static void profile(Bits in, int layers) throws BrokenBitsException {
        in.skip(PROFILE_BITS);
        boolean[] profiles = new boolean[layers];
        boolean[] levels = new boolean[layers];
        for (int i = 0; i < layers; i++) {
            profiles[i] = in.flag();
            levels[i] = in.flag();
        }
        in.skip(layers > 0 ? 2 * (8 - layers) : 0);
        for (int i = 0; i < layers; i++) {
            in.skip((profiles[i] ? 88 : 0) + (levels[i] ? 8 : 0));
        }
    }

    /** All between the size and the usability information. */
    private static void coding(Bits in, int layers) throws BrokenBitsException {
        in.skipGolombs(2);
        int orderBits = in.golomb(12) + 4;
        in.skipGolombs(3 * (in.flag() ? layers + 1 : 1));
        in.skipGolombs(6);
        if (in.flag() && in.flag()) {
            scaling(in);
        }
        in.skip(2);
        if (in.flag()) {
            in.skip(8);
            in.skipGolombs(2);
            in.skip(1);
        }
        int sets = in.golomb(MOST_SETS);
        int pictures = 0;
        for (int i = 0; i < sets; i++) {
            pictures = references(in, i, pictures);
        }
        if (in.flag()) {
            int longTerm = in.golomb(32);
            for (int i = 0; i < longTerm; i++) {
                in.skip(orderBits + 1);
            }
        }
        in.skip(2);
    }

    // ITU-T H.265 §7.3.4
    private static void scaling(Bits in) throws BrokenBitsException {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (!in.flag()) {
                    in.golomb();
                    continue;
                }
                if (size > 1) {
                    in.signedGolomb();
                }
                in.skipGolombs(Math.min(64, 1 << 4 + 2 * size));
            }
        }
    }

    /** Answers how many pictures the set has, which the next one may be told from. */
    // ITU-T H.265 §7.3.7
    private static int references(Bits in, int set, int before) throws BrokenBitsException {
        if (set > 0 && in.flag()) {
            in.skip(1);
            in.golomb();
            int pictures = 0;
            for (int i = 0; i <= before; i++) {
                boolean used = in.flag();
                pictures += used || in.flag() ? 1 : 0;
            }
            return pictures;
        }
        int pictures = in.golomb(MOST_PICTURES) + in.golomb(MOST_PICTURES);
        for (int i = 0; i < pictures; i++) {
            in.golomb();
            in.skip(1);
        }
        return pictures;
    }

    // ITU-T H.265 §E.2.1
    private static double rate(Bits in) throws BrokenBitsException {
        AvcParameters.beforeTiming(in);
        in.skip(3);
        if (in.flag()) {
            in.skipGolombs(4);
        }
        if (!in.flag()) {
            return 0;
        }
        long units = in.take(32);
        long scale = in.take(32);
        return units == 0 ? 0 : (double) scale / units;
    }
}
