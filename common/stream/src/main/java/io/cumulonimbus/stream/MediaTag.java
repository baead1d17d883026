package io.cumulonimbus.stream;

import io.cumulonimbus.client.Message;

/**
 * What the first bytes of an FLV tag body say of it: FLV 10.1 annex E, and Enhanced RTMP (v2) where
 * the codec is a fourCC. Short or strange bodies are plain frames, never errors.
 *
 * @param role whether a decoder can start here
 * @param slot which of several codec headers it is: 0 the only one, 1 to 256 track 0 to 255, {@link
 *     #EXTRA} what goes with a header (colour information, channel layout)
 */
public record MediaTag(FrameRole role, int slot) {
    /** The slot of metadata that belongs to a codec header. */
    public static final int EXTRA = 257;

    private static final MediaTag PLAIN = new MediaTag(FrameRole.FRAME, 0);
    private static final MediaTag KEY = new MediaTag(FrameRole.KEY_FRAME, 0);
    private static final MediaTag HEADER = new MediaTag(FrameRole.CODEC_HEADER, 0);
    private static final MediaTag EXTRA_HEADER = new MediaTag(FrameRole.CODEC_HEADER, EXTRA);

    private static final int AAC = 10;
    private static final int AUDIO_ENHANCED = 9;
    private static final int AVC = 7;
    private static final int AV1_UNOFFICIAL = 13;
    private static final int HEVC_UNOFFICIAL = 12;
    private static final int FRAME_TYPE_KEY = 1;
    private static final int FRAME_TYPE_GENERATED_KEY = 4;
    private static final int FRAME_TYPE_COMMAND = 5;

    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int CODED_FRAMES_X = 3;
    private static final int PACKET_METADATA = 4;
    private static final int MPEG2TS_SEQUENCE_START = 5;
    private static final int AUDIO_CHANNELS = 4;
    private static final int AUDIO_MULTITRACK = 5;
    private static final int VIDEO_MULTITRACK = 6;
    private static final int MOD_EX = 7;
    private static final int MANY_CODECS = 2;
    private static final int MOST_MOD_EX = 16;

    /** Reads the tag of an audio message. */
    public static MediaTag audio(Message body) {
        if (body.length() < 2) {
            return PLAIN;
        }
        int format = body.byteAt(0) >> 4;
        if (format == AAC) {
            return body.byteAt(1) == 0 ? HEADER : PLAIN;
        }
        if (format != AUDIO_ENHANCED) {
            return PLAIN;
        }
        int at = 1;
        int type = body.byteAt(0) & 0x0f;
        for (int i = 0; type == MOD_EX && i < MOST_MOD_EX; i++) {
            at = skipModEx(body, at);
            type = at < body.length() ? body.byteAt(at) & 0x0f : CODED_FRAMES;
            at++;
        }
        if (type == AUDIO_MULTITRACK) {
            return header(track(body, at, SEQUENCE_START));
        }
        return switch (type) {
            case SEQUENCE_START -> HEADER;
            case AUDIO_CHANNELS -> EXTRA_HEADER;
            default -> PLAIN;
        };
    }

    /** Reads the tag of a video message. */
    public static MediaTag video(Message body) {
        if (body.length() == 0) {
            return PLAIN;
        }
        int first = body.byteAt(0);
        int frameType = first >> 4 & 0x07;
        boolean key = frameType == FRAME_TYPE_KEY || frameType == FRAME_TYPE_GENERATED_KEY;
        if ((first & 0x80) != 0) {
            return enhancedVideo(body, frameType, key);
        }
        int codec = first & 0x0f;
        if (frameType == FRAME_TYPE_COMMAND) {
            return PLAIN;
        }
        if (codec == AVC || codec == HEVC_UNOFFICIAL || codec == AV1_UNOFFICIAL) {
            int packet = body.length() > 1 ? body.byteAt(1) : CODED_FRAMES;
            if (packet == SEQUENCE_START) {
                return HEADER;
            }
            return key && packet == CODED_FRAMES ? KEY : PLAIN;
        }
        return key ? KEY : PLAIN;
    }

    private static MediaTag enhancedVideo(Message body, int frameType, boolean key) {
        int at = 1;
        int type = body.byteAt(0) & 0x0f;
        for (int i = 0; type == MOD_EX && i < MOST_MOD_EX; i++) {
            at = skipModEx(body, at);
            type = at < body.length() ? body.byteAt(at) & 0x0f : CODED_FRAMES;
            at++;
        }
        if (type == PACKET_METADATA) {
            return EXTRA_HEADER;
        }
        if (frameType == FRAME_TYPE_COMMAND) {
            return PLAIN;
        }
        if (type == VIDEO_MULTITRACK) {
            int packet = at < body.length() ? body.byteAt(at) & 0x0f : CODED_FRAMES;
            if (packet == PACKET_METADATA) {
                return EXTRA_HEADER;
            }
            MediaTag header = header(track(body, at, packet));
            boolean starts = packet == SEQUENCE_START || packet == MPEG2TS_SEQUENCE_START;
            return starts && header.role == FrameRole.CODEC_HEADER ? header : key ? KEY : PLAIN;
        }
        return switch (type) {
            case SEQUENCE_START, MPEG2TS_SEQUENCE_START -> HEADER;
            case CODED_FRAMES, CODED_FRAMES_X -> key ? KEY : PLAIN;
            default -> PLAIN;
        };
    }

    /** Where the packet type behind one ModEx block stands, perhaps behind the end. */
    private static int skipModEx(Message body, int at) {
        if (at >= body.length()) {
            return at;
        }
        int size = body.byteAt(at) + 1;
        if (size < 256) {
            return at + 1 + size;
        }
        if (at + 2 >= body.length()) {
            return body.length();
        }
        return at + 3 + ((body.byteAt(at + 1) << 8 | body.byteAt(at + 2)) + 1);
    }

    /** The first track of a multitrack body when its packets are of that type, otherwise -1. */
    private static int track(Message body, int at, int wantedType) {
        if (at >= body.length() || (body.byteAt(at) & 0x0f) != wantedType) {
            return -1;
        }
        int shared = body.byteAt(at) >> 4 == MANY_CODECS ? 0 : 4;
        int idAt = at + 1 + shared + (shared == 0 ? 4 : 0);
        return idAt < body.length() ? body.byteAt(idAt) : -1;
    }

    private static MediaTag header(int track) {
        return track < 0 ? PLAIN : new MediaTag(FrameRole.CODEC_HEADER, 1 + track);
    }
}
