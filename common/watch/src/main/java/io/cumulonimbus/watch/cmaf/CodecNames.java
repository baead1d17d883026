package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.watch.bitstream.AvcParameters;
import io.cumulonimbus.watch.bitstream.HevcParameters;
import io.cumulonimbus.watch.bitstream.Picture;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Names of codecs with what a player has to know to choose (RFC 6381), of their configurations. */
final class CodecNames {
    private static final String[] SPACES = {"", "A", "B", "C"};
    private static final int HEVC_CONSTRAINTS = 6;
    private static final int HEVC_LEVEL = 12;

    /** What is not said is taken for the most that browsers are asked for. */
    private static final int VP9_LEVEL = 51;

    private static final int VP9_USUAL_RATE = 60;
    private static final int[] VP9_LEVELS = {10, 11, 20, 21, 30, 31, 40, 41, 50};
    private static final int[] VP9_SIZES = {
        36_864, 73_728, 122_880, 245_760, 552_960, 983_040, 2_228_224, 2_228_224, 8_912_896
    };
    private static final int[] VP9_SAMPLES = {
        829_440,
        2_764_800,
        4_608_000,
        9_216_000,
        20_736_000,
        36_864_000,
        83_558_400,
        160_432_128,
        311_951_360
    };

    private CodecNames() {}

    /** Of a configuration that {@link Configurations} took, and what is known of pictures. */
    static String of(Codec codec, byte[] config, Optional<Picture> picture) {
        return switch (codec) {
            case AVC -> avc(config);
            case HEVC -> hevc(inSet(config));
            case AV1 -> av1(config);
            case VP9 -> vp9(config, picture);
            case AAC -> "mp4a.40." + Math.max(1, (config[0] & 0xff) >> 3);
            case OPUS -> "opus";
        };
    }

    /** What the parameter set says counts, which decoders go by. */
    private static String avc(byte[] config) {
        int set = AvcParameters.profileAt(config);
        int from = set < 0 ? 1 : set;
        return "avc1." + HexFormat.of().formatHex(config, from, from + 3);
    }

    /** The same configuration with profile, flags and level of the parameter set. */
    private static byte[] inSet(byte[] config) {
        byte[] said = config.clone();
        HevcParameters.profile(config)
                .ifPresent(profile -> System.arraycopy(profile, 0, said, 1, profile.length));
        return said;
    }

    // ISO/IEC 14496-15 §E.3
    private static String hevc(byte[] config) {
        int flags = 0;
        for (int i = 0; i < 32; i++) {
            flags |= (config[2 + i / 8] >> 7 - i % 8 & 1) << i;
        }
        StringBuilder name = new StringBuilder("hvc1.");
        name.append(SPACES[config[1] >> 6 & 3]).append(config[1] & 0x1f);
        name.append(String.format(Locale.ROOT, ".%X", flags));
        name.append((config[1] & 0x20) == 0 ? ".L" : ".H").append(config[HEVC_LEVEL] & 0xff);
        int last = HEVC_LEVEL - 1;
        while (last >= HEVC_CONSTRAINTS && config[last] == 0) {
            last--;
        }
        for (int i = HEVC_CONSTRAINTS; i <= last; i++) {
            name.append(String.format(Locale.ROOT, ".%X", config[i] & 0xff));
        }
        return name.toString();
    }

    // AV1 Codec ISO Media File Format Binding §5
    private static String av1(byte[] config) {
        int profile = config[1] >> 5 & 7;
        boolean more = (config[2] & 0x40) != 0;
        boolean most = (config[2] & 0x20) != 0 && profile == 2;
        return String.format(
                Locale.ROOT,
                "av01.%d.%02d%s.%02d",
                profile,
                config[1] & 0x1f,
                config[2] < 0 ? "H" : "M",
                more ? most ? 12 : 10 : 8);
    }

    // VP Codec ISO Media File Format Binding, "Codecs Parameter String"
    private static String vp9(byte[] config, Optional<Picture> picture) {
        int level = config[1] & 0xff;
        int depth = config[2] >> 4 & 0x0f;
        return String.format(
                Locale.ROOT,
                "vp09.%02d.%02d.%02d",
                config[0] & 0xff,
                level == 0 ? vp9Level(picture) : level,
                depth == 0 ? 8 : depth);
    }

    /** The least level that has such pictures, so many in a second (VP9 levels, annex A). */
    private static int vp9Level(Optional<Picture> picture) {
        if (picture.isEmpty()) {
            return VP9_LEVEL;
        }
        long size = (long) picture.get().width() * picture.get().height();
        double rate = picture.get().framesPerSecond();
        double samples = size * (rate == 0 ? VP9_USUAL_RATE : rate);
        for (int i = 0; i < VP9_LEVELS.length; i++) {
            if (size <= VP9_SIZES[i] && samples <= VP9_SAMPLES[i]) {
                return VP9_LEVELS[i];
            }
        }
        return VP9_LEVEL;
    }
}
