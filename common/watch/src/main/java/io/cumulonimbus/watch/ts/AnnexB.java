package io.cumulonimbus.watch.ts;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.watch.cmaf.Codec;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Pictures of H.264 and HEVC as a stream of bytes (annex B of both): with start codes for lengths,
 * and the parameter sets before each key frame. Configurations and pictures come from anybody: what
 * is cut off is left out.
 */
final class AnnexB {
    private static final byte[] START = {0, 0, 0, 1};
    private static final byte[] AVC_DELIMITER = {0, 0, 0, 1, 9, (byte) 0xf0};
    private static final byte[] HEVC_DELIMITER = {0, 0, 0, 1, 0x46, 1, 0x50};
    private static final int AVC_SETS_AT = 5;
    private static final int AVC_DELIMITER_TYPE = 9;
    private static final int HEVC_ARRAYS_AT = 22;
    private static final int HEVC_DELIMITER_TYPE = 35;

    private final Codec codec;
    private final int lengthBytes;
    private final byte[] sets;

    private AnnexB(Codec codec, int lengthBytes, byte[] sets) {
        this.codec = codec;
        this.lengthBytes = lengthBytes;
        this.sets = sets;
    }

    /** Of such a configuration, if it is one. */
    static Optional<AnnexB> of(Codec codec, byte[] config) {
        ByteArrayOutputStream sets = new ByteArrayOutputStream();
        if (codec == Codec.AVC) {
            if (config.length <= AVC_SETS_AT) {
                return Optional.empty();
            }
            int at = units(config, AVC_SETS_AT + 1, config[AVC_SETS_AT] & 0x1f, sets);
            if (at >= 0 && at < config.length) {
                at = units(config, at + 1, config[at] & 0xff, sets);
            }
            return Optional.of(new AnnexB(codec, (config[4] & 3) + 1, sets.toByteArray()));
        }
        if (config.length <= HEVC_ARRAYS_AT) {
            return Optional.empty();
        }
        int at = HEVC_ARRAYS_AT + 1;
        for (int i = config[HEVC_ARRAYS_AT] & 0xff; i > 0; i--) {
            if (at < 0 || at + 3 > config.length) {
                break;
            }
            int count = (config[at + 1] & 0xff) << 8 | config[at + 2] & 0xff;
            at = units(config, at + 3, count, sets);
        }
        return Optional.of(new AnnexB(codec, (config[21] & 3) + 1, sets.toByteArray()));
    }

    /** Answers where they end, or -1 when they do not. */
    private static int units(byte[] config, int from, int count, ByteArrayOutputStream sets) {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (at + 2 > config.length) {
                return -1;
            }
            int length = (config[at] & 0xff) << 8 | config[at + 1] & 0xff;
            at += 2;
            if (length > config.length - at) {
                return -1;
            }
            sets.writeBytes(START);
            sets.write(config, at, length);
            at += length;
        }
        return at;
    }

    Codec codec() {
        return codec;
    }

    /** A picture; empty when nothing of it can be read. */
    byte[] picture(Message body, int from, boolean key) {
        byte[] in = new byte[body.length() - from];
        body.copyTo(from, in, 0, in.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length + 256);
        out.writeBytes(codec == Codec.AVC ? AVC_DELIMITER : HEVC_DELIMITER);
        if (key) {
            out.writeBytes(sets);
        }
        int head = out.size();
        int at = 0;
        while (at + lengthBytes < in.length) {
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | in[at++] & 0xff;
            }
            if (length > in.length - at) {
                break;
            }
            if (length > 0 && !isDelimiter(in[at])) {
                out.writeBytes(START);
                out.write(in, at, (int) length);
            }
            at += (int) length;
        }
        return out.size() == head ? new byte[0] : out.toByteArray();
    }

    private boolean isDelimiter(byte first) {
        return codec == Codec.AVC
                ? (first & 0x1f) == AVC_DELIMITER_TYPE
                : (first >> 1 & 0x3f) == HEVC_DELIMITER_TYPE;
    }
}
