package io.cumulonimbus.watch.ts;

import io.cumulonimbus.client.Message;
import java.util.Optional;

/** Sound of AAC with a header before each frame (ISO/IEC 13818-7 §6.2). */
final class Adts {
    private static final int HEAD = 7;
    private static final int MOST = 0x1fff;
    private static final int MOST_PROFILE = 4;
    private static final int RATES = 13;
    private static final int SPECTRAL = 5;
    private static final int PARAMETRIC = 29;
    private static final int ESCAPED = 15;

    private final int profile;
    private final int rate;
    private final int channels;

    private Adts(int profile, int rate, int channels) {
        this.profile = profile;
        this.rate = rate;
        this.channels = channels;
    }

    /**
     * Of such a configuration (ISO/IEC 14496-3 §1.6.2.1), if frames have headers for it: of what is
     * made of another kind the core is told.
     */
    static Optional<Adts> of(byte[] config) {
        if (config.length < 2) {
            return Optional.empty();
        }
        long bits = 0;
        for (int i = 0; i < 5; i++) {
            bits = bits << 8 | (i < config.length ? config[i] & 0xff : 0);
        }
        int profile = (int) (bits >> 35) & 0x1f;
        int rate = (int) (bits >> 31) & 0x0f;
        int channels = (int) (bits >> 27) & 0x0f;
        if (profile == SPECTRAL || profile == PARAMETRIC) {
            boolean escaped = (bits >> 23 & 0x0f) == ESCAPED;
            profile = escaped ? 2 : (int) (bits >> 18) & 0x1f;
        }
        boolean fits = profile >= 1 && profile <= MOST_PROFILE && rate < RATES && channels < 8;
        return fits ? Optional.of(new Adts(profile, rate, channels)) : Optional.empty();
    }

    /** A frame with its header; empty when it is longer than a header can say. */
    byte[] frame(Message body, int from) {
        int length = body.length() - from;
        int all = HEAD + length;
        if (all > MOST || length <= 0) {
            return new byte[0];
        }
        byte[] frame = new byte[all];
        frame[0] = (byte) 0xff;
        frame[1] = (byte) 0xf1;
        frame[2] = (byte) (profile - 1 << 6 | rate << 2 | channels >> 2);
        frame[3] = (byte) ((channels & 3) << 6 | all >> 11);
        frame[4] = (byte) (all >> 3);
        frame[5] = (byte) (all << 5 | 0x1f);
        frame[6] = (byte) 0xfc;
        body.copyTo(from, frame, HEAD, length);
        return frame;
    }
}
