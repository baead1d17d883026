package io.cumulonimbus.watch.bitstream;

import java.util.Optional;

/** The beginning of a key frame of VP9, which says what no configuration does. */
public final class Vp9Header {
    /** So many bytes say all of it. */
    public static final int BYTES = 16;

    private static final int MARKER = 2;
    private static final int SYNC = 0x498342;
    private static final int RGB = 7;

    private Vp9Header() {}

    /** Of a frame, or of its beginning; none of one that is no key frame. */
    // VP9 Bitstream and Decoding Process Specification §6.2
    public static Optional<Picture> picture(byte[] frame) {
        try {
            Bits in = new Bits(frame, 0, frame.length);
            if (in.take(2) != MARKER) {
                return Optional.empty();
            }
            int profile = (int) (in.take(1) | in.take(1) << 1);
            in.skip(profile == 3 ? 1 : 0);
            boolean shownAgain = in.flag();
            boolean inter = in.flag();
            in.skip(2);
            if (shownAgain || inter || in.take(24) != SYNC) {
                return Optional.empty();
            }
            in.skip(profile >= 2 ? 1 : 0);
            boolean odd = (profile & 1) == 1;
            if (in.take(3) == RGB) {
                in.skip(odd ? 1 : 0);
            } else {
                in.skip(odd ? 4 : 1);
            }
            return Picture.of(in.take(16) + 1, in.take(16) + 1, 0);
        } catch (BrokenBitsException broken) {
            return Optional.empty();
        }
    }
}
