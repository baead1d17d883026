package io.cumulonimbus.watch.cmaf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes what publishers send to configure a decoder for what files have. It comes from anybody:
 * what is too short, too long or of another kind is none.
 */
final class Configurations {
    private static final int MOST_BYTES = 16 << 10;
    private static final int AVC_LEAST = 7;
    private static final int HEVC_LEAST = 23;
    private static final int AV1_LEAST = 4;
    private static final int AV1_MARKER = 0x81;
    private static final int VP9_LEAST = 8;

    /** Behind it there is a length, which is 0 for VP9. */
    private static final int VP9_SAYS = 6;

    private static final int VP9_FULL = 4;
    private static final int AAC_MOST = 100;

    private static final byte[] OPUS_HEAD = "OpusHead".getBytes(StandardCharsets.US_ASCII);
    private static final int OPUS_LEAST = 19;
    private static final int OPUS_MAPPED = 21;
    private static final int OPUS_MOST_CHANNELS = 8;

    /** Stereo with the pre-skip of most encoders: what an empty header of Opus means. */
    private static final byte[] OPUS_USUAL = {
        0, 2, 0x01, 0x38, 0, 0, (byte) 0xbb, (byte) 0x80, 0, 0, 0
    };

    private Configurations() {}

    /** The track that is configured so, if it is one. */
    static Optional<Track> track(Codec codec, byte[] record) {
        if (record.length > MOST_BYTES) {
            return Optional.empty();
        }
        return switch (codec) {
            case AVC -> whole(codec, record, record.length >= AVC_LEAST && record[0] == 1);
            case HEVC -> whole(codec, record, record.length >= HEVC_LEAST);
            case AV1 ->
                    whole(
                            codec,
                            record,
                            record.length >= AV1_LEAST && (record[0] & 0xff) == AV1_MARKER);
            case VP9 -> vp9(record);
            case AAC -> whole(codec, record, record.length >= 2 && record.length <= AAC_MOST);
            case OPUS -> opus(record);
        };
    }

    private static Optional<Track> whole(Codec codec, byte[] record, boolean good) {
        return good ? Optional.of(new Track(codec, record)) : Optional.empty();
    }

    /** Some send the box with its version and flags, which nothing else looks like: no level 0. */
    private static Optional<Track> vp9(byte[] record) {
        boolean full =
                record.length >= VP9_FULL
                        && record[0] == 1
                        && record[1] == 0
                        && record[2] == 0
                        && record[3] == 0;
        int from = full ? VP9_FULL : 0;
        if (record.length - from < VP9_LEAST) {
            return Optional.empty();
        }
        byte[] said = Arrays.copyOfRange(record, from, from + VP9_SAYS);
        return Optional.of(new Track(Codec.VP9, Arrays.copyOf(said, VP9_LEAST)));
    }

    /** Of an identification header (RFC 7845 §5.1), whose numbers are turned round. */
    private static Optional<Track> opus(byte[] head) {
        if (head.length == 0) {
            return Optional.of(new Track(Codec.OPUS, OPUS_USUAL));
        }
        boolean named =
                head.length >= OPUS_LEAST
                        && Arrays.equals(head, 0, OPUS_HEAD.length, OPUS_HEAD, 0, OPUS_HEAD.length)
                        && (head[8] & 0xf0) == 0;
        int channels = named ? head[9] & 0xff : 0;
        boolean mapped = named && head[18] != 0;
        int length = mapped ? OPUS_MAPPED + channels : OPUS_LEAST;
        boolean good =
                channels > 0
                        && channels <= (mapped ? OPUS_MOST_CHANNELS : 2)
                        && head.length >= length;
        if (!good) {
            return Optional.empty();
        }
        ByteBuffer from = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        byte[] box =
                ByteBuffer.allocate(length - OPUS_HEAD.length)
                        .put((byte) 0)
                        .put((byte) channels)
                        .putShort(from.getShort(10))
                        .putInt(from.getInt(12))
                        .putShort(from.getShort(16))
                        .put(head, 18, length - 18)
                        .array();
        return Optional.of(new Track(Codec.OPUS, box));
    }
}
