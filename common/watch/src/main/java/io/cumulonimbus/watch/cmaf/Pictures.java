package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.watch.bitstream.Av1Sequence;
import io.cumulonimbus.watch.bitstream.AvcParameters;
import io.cumulonimbus.watch.bitstream.HevcParameters;
import io.cumulonimbus.watch.bitstream.Picture;
import java.util.Optional;

/** What configurations say of pictures. */
final class Pictures {
    private Pictures() {}

    /** Empty of audio, of VP9, whose frames say it, and of what cannot be read. */
    static Optional<Picture> of(Codec codec, byte[] config) {
        return switch (codec) {
            case AVC -> AvcParameters.picture(config);
            case HEVC -> HevcParameters.picture(config);
            case AV1 -> Av1Sequence.picture(config);
            case VP9, AAC, OPUS -> Optional.empty();
        };
    }
}
