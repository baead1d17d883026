package io.cumulonimbus.watch.cmaf;

import java.util.HexFormat;
import java.util.Locale;

/** Names of codecs with what a player has to know to choose (RFC 6381), of their configurations. */
final class CodecNames {
    private static final String[] SPACES = {"", "A", "B", "C"};
    private static final int HEVC_CONSTRAINTS = 6;
    private static final int HEVC_LEVEL = 12;

    /** What is not said is taken for the most that browsers are asked for. */
    private static final int VP9_LEVEL = 51;

    private CodecNames() {}

    /** Of a configuration that {@link Configurations} took. */
    static String of(Codec codec, byte[] config) {
        return switch (codec) {
            case AVC -> "avc1." + HexFormat.of().formatHex(config, 1, 4);
            case HEVC -> hevc(config);
            case AV1 -> av1(config);
            case VP9 -> vp9(config);
            case AAC -> "mp4a.40." + Math.max(1, (config[0] & 0xff) >> 3);
            case OPUS -> "opus";
        };
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
    private static String vp9(byte[] config) {
        int level = config[1] & 0xff;
        int depth = config[2] >> 4 & 0x0f;
        return String.format(
                Locale.ROOT,
                "vp09.%02d.%02d.%02d",
                config[0] & 0xff,
                level == 0 ? VP9_LEVEL : level,
                depth == 0 ? 8 : depth);
    }
}
