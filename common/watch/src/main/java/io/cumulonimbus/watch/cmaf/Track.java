package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.watch.bitstream.Picture;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a decoder has to know of one kind of media.
 *
 * @param codec of it
 * @param config what the codec's own box holds
 * @param picture what it says of itself; empty of audio, and where that is not known
 */
public record Track(Codec codec, byte[] config, Optional<Picture> picture) {
    private static final int[] RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };
    private static final int OPUS_RATE = 48_000;

    Track(Codec codec, byte[] config) {
        this(codec, config, Pictures.of(codec, config));
    }

    /** Width of the picture; 0 of audio. */
    public int width() {
        return picture.map(Picture::width).orElse(0);
    }

    /** Height of the picture; 0 of audio. */
    public int height() {
        return picture.map(Picture::height).orElse(0);
    }

    /** Pictures in a second; 0 where that is not known, and of audio. */
    public double framesPerSecond() {
        return picture.map(Picture::framesPerSecond).orElse(0.0);
    }

    /** Whether it is video rather than audio. */
    public boolean video() {
        return codec.isVideo();
    }

    /** The name of the codec for playlists (RFC 6381). */
    public String codecName() {
        return CodecNames.of(codec, config, picture);
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

    /** The same with what is known otherwise, where the codec does not say it. */
    Track sized(Picture otherwise) {
        Picture said = picture.orElse(otherwise);
        double rate = said.framesPerSecond();
        double most = rate > 0 ? rate : otherwise.framesPerSecond();
        return new Track(
                codec, config, Optional.of(new Picture(said.width(), said.height(), most)));
    }

    /** The same of such pictures. */
    Track of(Picture known) {
        return new Track(codec, config, Optional.of(known));
    }
}
