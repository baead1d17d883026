package io.cumulonimbus.watch.cmaf;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What a decoder has to know of one kind of media.
 *
 * @param video whether it is video rather than audio
 * @param entry the type of its sample entry
 * @param config what the codec's own box holds
 * @param width of the picture; 0 of audio
 * @param height of the picture; 0 of audio
 */
public record Track(boolean video, String entry, byte[] config, int width, int height) {
    private static final int[] RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };

    /** H.264, of an AVCDecoderConfigurationRecord. */
    public static Optional<Track> avc(byte[] record) {
        return record.length < 7
                ? Optional.empty()
                : Optional.of(new Track(true, "avc1", record, 0, 0));
    }

    /** HEVC, of an HEVCDecoderConfigurationRecord. */
    public static Optional<Track> hevc(byte[] record) {
        return record.length < 23
                ? Optional.empty()
                : Optional.of(new Track(true, "hvc1", record, 0, 0));
    }

    /** AAC, of an AudioSpecificConfig. */
    public static Optional<Track> aac(byte[] config) {
        return config.length < 2 || config.length > 100
                ? Optional.empty()
                : Optional.of(new Track(false, "mp4a", config, 0, 0));
    }

    /** The name of the codec for playlists (RFC 6381). */
    public String codec() {
        return switch (entry) {
            case "avc1" -> "avc1." + HexFormat.of().formatHex(config, 1, 4);
            case "hvc1" -> hevcCodec();
            default -> "mp4a.40." + Math.max(1, (config[0] & 0xff) >> 3);
        };
    }

    private String hevcCodec() {
        int flags = 0;
        for (int i = 0; i < 32; i++) {
            flags |= (config[2 + i / 8] >> 7 - i % 8 & 1) << i;
        }
        String tier = (config[1] & 0x20) == 0 ? "L" : "H";
        return String.format(
                Locale.ROOT,
                "hvc1.%d.%X.%s%d.%X",
                config[1] & 0x1f,
                flags,
                tier,
                config[12] & 0xff,
                config[6] & 0xff);
    }

    /** Samples of audio in a second, as far as it says. */
    int sampleRate() {
        int index = (config[0] & 0x07) << 1 | (config[1] & 0x80) >> 7;
        return index < RATES.length ? RATES[index] : 44100;
    }

    int channels() {
        return Math.clamp(config[1] >> 3 & 0x0f, 1, 8);
    }

    /** The same with the size of the picture, which the decoder's own words are not asked for. */
    Track sized(int newWidth, int newHeight) {
        return new Track(video, entry, config, newWidth, newHeight);
    }
}
