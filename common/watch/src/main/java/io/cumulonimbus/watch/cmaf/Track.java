package io.cumulonimbus.watch.cmaf;

import java.util.Arrays;

/**
 * What a decoder has to know of one kind of media.
 *
 * @param codec of it
 * @param config what the codec's own box holds
 * @param width of the picture; 0 of audio
 * @param height of the picture; 0 of audio
 */
public record Track(Codec codec, byte[] config, int width, int height) {
    private static final int[] RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };
    private static final int OPUS_RATE = 48_000;

    Track(Codec codec, byte[] config) {
        this(codec, config, 0, 0);
    }

    /** Whether it is video rather than audio. */
    public boolean video() {
        return codec.isVideo();
    }

    /** The name of the codec for playlists (RFC 6381). */
    public String codecName() {
        return CodecNames.of(codec, config);
    }

    /** Whether a decoder for the one is one for the other. */
    boolean configuresAs(Track other) {
        return codec == other.codec && Arrays.equals(config, other.config);
    }

    /** Samples of audio in a second, as far as it says. */
    int sampleRate() {
        if (codec == Codec.OPUS) {
            return OPUS_RATE;
        }
        int index = (config[0] & 0x07) << 1 | (config[1] & 0x80) >> 7;
        return index < RATES.length ? RATES[index] : 44100;
    }

    int channels() {
        return codec == Codec.OPUS ? config[1] & 0xff : Math.clamp(config[1] >> 3 & 0x0f, 1, 8);
    }

    /** The same with the size of the picture, which the decoder's own words are not asked for. */
    Track sized(int newWidth, int newHeight) {
        return new Track(codec, config, newWidth, newHeight);
    }
}
