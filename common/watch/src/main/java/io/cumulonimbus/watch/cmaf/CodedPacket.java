package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.client.Message;
import java.util.Optional;

/**
 * What the body of an audio or video message holds for a file (FLV 10.1 annex E.4, and Enhanced
 * RTMP, v2, "Enhanced Audio" and "Enhanced Video"). Bodies may be anything: in short and strange
 * ones there is nothing. Of several tracks the first one counts.
 *
 * @param content what it is
 * @param codec of it; empty where there is none that fits into a file
 * @param name of the codec, whether it fits or not; empty where nothing names one
 * @param from where the content begins in the body, at most its end
 * @param shownLaterMs how much later than decoded it is shown
 * @param key whether decoding can begin with it
 */
public record CodedPacket(
        Content content,
        Optional<Codec> codec,
        String name,
        int from,
        int shownLaterMs,
        boolean key) {
    private static final CodedPacket NOTHING =
            new CodedPacket(Content.NOTHING, Optional.empty(), "", 0, 0, false);

    private static final int OLD_HEAD = 5;
    private static final int OLD_AVC = 7;
    private static final int OLD_HEVC = 12;
    private static final int OLD_AAC = 10;
    private static final int ENHANCED_AUDIO = 9;
    private static final int KEY_FRAME = 1;
    private static final int GENERATED_KEY_FRAME = 4;
    private static final int COMMAND_FRAME = 5;

    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int CODED_FRAMES_X = 3;
    private static final int AUDIO_MULTITRACK = 5;
    private static final int VIDEO_MULTITRACK = 6;
    private static final int MOD_EX = 7;
    private static final int MOST_MOD_EX = 16;
    private static final int ONE_TRACK = 0;
    private static final int TEMPORAL_DELIMITER = 0x12;

    /** The kinds of content. */
    public enum Content {
        /** None that a file takes. */
        NOTHING,
        /** What a decoder has to know. */
        CONFIGURATION,
        /** A picture, or some sound. */
        SAMPLE
    }

    /** Reads the body of a video message. */
    public static CodedPacket video(Message body) {
        if (body.length() < 2) {
            return NOTHING;
        }
        int first = body.byteAt(0);
        int frame = first >> 4 & 0x07;
        boolean key = frame == KEY_FRAME || frame == GENERATED_KEY_FRAME;
        if (frame == COMMAND_FRAME) {
            return NOTHING;
        }
        if ((first & 0x80) != 0) {
            return enhanced(body, true, key);
        }
        Optional<Codec> codec =
                switch (first & 0x0f) {
                    case OLD_AVC -> Optional.of(Codec.AVC);
                    case OLD_HEVC -> Optional.of(Codec.HEVC);
                    default -> Optional.empty();
                };
        if (codec.isEmpty()) {
            return unfit("FLV video " + (first & 0x0f), 1);
        }
        boolean whole = body.length() >= OLD_HEAD;
        return switch (whole ? body.byteAt(1) : -1) {
            case 0 -> packet(Content.CONFIGURATION, codec.get(), OLD_HEAD, 0, false);
            case 1 -> packet(Content.SAMPLE, codec.get(), OLD_HEAD, signed24(body, 2), key);
            default -> NOTHING;
        };
    }

    /** Reads the body of an audio message. */
    public static CodedPacket audio(Message body) {
        if (body.length() < 2) {
            return NOTHING;
        }
        int format = body.byteAt(0) >> 4;
        if (format == ENHANCED_AUDIO) {
            return enhanced(body, false, true);
        }
        if (format != OLD_AAC) {
            return unfit("FLV audio " + format, 1);
        }
        Content content = body.byteAt(1) == 0 ? Content.CONFIGURATION : Content.SAMPLE;
        return packet(content, Codec.AAC, 2, 0, true);
    }

    private static CodedPacket packet(
            Content content, Codec codec, int from, int shownLaterMs, boolean key) {
        return new CodedPacket(content, Optional.of(codec), codec.entry(), from, shownLaterMs, key);
    }

    /** Something is there, in a codec that no file has. */
    private static CodedPacket unfit(String name, int from) {
        return new CodedPacket(Content.NOTHING, Optional.empty(), name, from, 0, false);
    }

    private static CodedPacket enhanced(Message body, boolean video, boolean key) {
        int type = body.byteAt(0) & 0x0f;
        int at = 1;
        for (int i = 0; type == MOD_EX && i < MOST_MOD_EX; i++) {
            at = behindModEx(body, at);
            type = at < body.length() ? body.byteAt(at) & 0x0f : MOD_EX;
            at++;
        }
        boolean manyTracks = type == (video ? VIDEO_MULTITRACK : AUDIO_MULTITRACK);
        if (manyTracks) {
            boolean one = at < body.length() && body.byteAt(at) >> 4 == ONE_TRACK;
            type = one ? body.byteAt(at) & 0x0f : MOD_EX;
            at++;
        }
        int begin = at + 4 + (manyTracks ? 1 : 0);
        if (begin > body.length() || manyTracks && body.byteAt(begin - 1) != 0) {
            return NOTHING;
        }
        return content(body, video, key, type, fourCc(body, at), begin);
    }

    private static CodedPacket content(
            Message body, boolean video, boolean key, int type, String fourCc, int begin) {
        Optional<Codec> known = Codec.of(video, fourCc);
        boolean sample = type == CODED_FRAMES || video && type == CODED_FRAMES_X;
        if (known.isEmpty()) {
            return sample ? unfit(fourCc, begin) : NOTHING;
        }
        Codec codec = known.get();
        if (type == SEQUENCE_START) {
            return packet(Content.CONFIGURATION, codec, begin, 0, false);
        }
        boolean late = type == CODED_FRAMES && codec.showsLater();
        int from = late ? begin + 3 : begin;
        if (!sample || from > body.length()) {
            return NOTHING;
        }
        int shownLaterMs = late ? signed24(body, begin) : 0;
        int ahead = codec == Codec.AV1 ? delimiter(body, from) : 0;
        return packet(Content.SAMPLE, codec, from + ahead, shownLaterMs, key);
    }

    /** Files of AV1 leave out what only says that a picture begins. */
    private static int delimiter(Message body, int from) {
        boolean there =
                from + 2 <= body.length()
                        && body.byteAt(from) == TEMPORAL_DELIMITER
                        && body.byteAt(from + 1) == 0;
        return there ? 2 : 0;
    }

    /** Where the packet type behind one ModEx block stands, perhaps behind the end. */
    private static int behindModEx(Message body, int at) {
        if (at >= body.length()) {
            return at;
        }
        int size = body.byteAt(at) + 1;
        if (size < 256) {
            return at + 1 + size;
        }
        return at + 2 >= body.length()
                ? body.length()
                : at + 3 + (body.byteAt(at + 1) << 8 | body.byteAt(at + 2)) + 1;
    }

    private static String fourCc(Message body, int at) {
        StringBuilder name = new StringBuilder(4);
        for (int i = 0; i < 4; i++) {
            int one = body.byteAt(at + i);
            name.append(one > ' ' && one < 0x7f ? (char) one : '?');
        }
        return name.toString();
    }

    private static int signed24(Message body, int at) {
        return (byte) body.byteAt(at) << 16 | body.byteAt(at + 1) << 8 | body.byteAt(at + 2);
    }
}
