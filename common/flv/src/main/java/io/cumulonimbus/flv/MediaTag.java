package io.cumulonimbus.flv;

/**
 * What the first bytes of an audio or video tag say (annex E.4.2.1, E.4.3.1, and Enhanced RTMP's
 * extended headers). Pure: keeps nothing of the tag.
 *
 * @param video whether it is video rather than audio
 * @param codec the number in the legacy header (10 = AAC, 7 = AVC), or the four characters of an
 *     extended one as a big-endian int; 0 when there is none
 * @param enhanced whether the header is an extended one
 * @param content what kind of packet it is
 * @param keyFrame whether decoding can begin here, headers given
 */
public record MediaTag(
        boolean video, int codec, boolean enhanced, Content content, boolean keyFrame) {
    /** Legacy audio codec: Advanced Audio Coding. */
    public static final int AAC = 10;

    /** Legacy video codec: H.264. */
    public static final int AVC = 7;

    private static final int ENHANCED_AUDIO = 9;
    private static final int KEY_FRAME = 1;
    private static final int GENERATED_KEY_FRAME = 4;
    private static final int COMMAND_FRAME = 5;
    private static final int MOD_EX = 7;

    /** The kinds of packet. */
    public enum Content {
        /** Coded audio or a picture. */
        FRAMES,
        /** The decoder's configuration: AVC or AAC sequence header, or an extended one. */
        SEQUENCE_START,
        /** No more pictures of this sequence. */
        SEQUENCE_END,
        /** Colour information or channel configuration. */
        CONFIGURATION,
        /** A seek marker rather than a picture. */
        COMMAND,
        /** Several tracks in one packet; which kinds is not looked into. */
        MULTITRACK,
        /** Nothing, or too little to tell: silence in audio. */
        EMPTY
    }

    /** What an audio or video tag holds; empty content for script tags. */
    public static MediaTag of(FlvTag tag) {
        return switch (tag.type()) {
            case FlvTag.AUDIO -> audio(tag.data());
            case FlvTag.VIDEO -> video(tag.data());
            default -> new MediaTag(false, 0, false, Content.EMPTY, false);
        };
    }

    /** What the body of an audio tag or message holds. */
    public static MediaTag audio(byte[] data) {
        if (data.length == 0) {
            return new MediaTag(false, 0, false, Content.EMPTY, false);
        }
        int codec = data[0] >> 4 & 0x0f;
        if (codec == ENHANCED_AUDIO) {
            return enhanced(data, false, false);
        }
        boolean start = codec == AAC && data.length > 1 && data[1] == 0;
        return new MediaTag(
                false, codec, false, start ? Content.SEQUENCE_START : Content.FRAMES, false);
    }

    /** What the body of a video tag or message holds. */
    public static MediaTag video(byte[] data) {
        if (data.length == 0) {
            return new MediaTag(true, 0, false, Content.EMPTY, false);
        }
        int frameType = data[0] >> 4 & 0x07;
        boolean key = frameType == KEY_FRAME || frameType == GENERATED_KEY_FRAME;
        if (data[0] < 0) {
            return enhanced(data, true, key);
        }
        int codec = data[0] & 0x0f;
        Content content = Content.FRAMES;
        if (frameType == COMMAND_FRAME) {
            content = Content.COMMAND;
        } else if (codec == AVC && data.length > 1 && data[1] != 1) {
            content = data[1] == 0 ? Content.SEQUENCE_START : Content.SEQUENCE_END;
        }
        return new MediaTag(true, codec, false, content, key && content == Content.FRAMES);
    }

    private static MediaTag enhanced(byte[] data, boolean video, boolean key) {
        int packetType = data[0] & 0x0f;
        int at = 1;
        while (packetType == MOD_EX) { // modifiers: length, that many bytes, kind and next type
            int size = at < data.length ? (data[at++] & 0xff) + 1 : data.length;
            if (size == 256 && data.length - at >= 2) {
                size = ((data[at] & 0xff) << 8 | data[at + 1] & 0xff) + 1;
                at += 2;
            }
            if (size >= data.length - at) {
                return new MediaTag(video, 0, true, Content.EMPTY, false);
            }
            packetType = data[at + size] & 0x0f;
            at += size + 1;
        }
        boolean command = video && (data[0] >> 4 & 0x07) == COMMAND_FRAME;
        Content content = content(packetType, video, command);
        if (content == Content.MULTITRACK || content == Content.COMMAND) {
            return new MediaTag(video, 0, true, content, key && content == Content.MULTITRACK);
        }
        if (data.length - at < 4) {
            return new MediaTag(video, 0, true, Content.EMPTY, false);
        }
        int fourCc =
                data[at] << 24
                        | (data[at + 1] & 0xff) << 16
                        | (data[at + 2] & 0xff) << 8
                        | data[at + 3] & 0xff;
        return new MediaTag(video, fourCc, true, content, key && content == Content.FRAMES);
    }

    private static Content content(int packetType, boolean video, boolean command) {
        if (video && command && packetType != 4) {
            return Content.COMMAND;
        }
        return switch (packetType) {
            case 0 -> Content.SEQUENCE_START;
            case 1 -> Content.FRAMES;
            case 2 -> Content.SEQUENCE_END;
            case 3 -> video ? Content.FRAMES : Content.EMPTY;
            case 4 -> Content.CONFIGURATION;
            case 5 -> video ? Content.SEQUENCE_START : Content.MULTITRACK; // MPEG-2 TS descriptor
            case 6 -> video ? Content.MULTITRACK : Content.EMPTY;
            default -> Content.EMPTY;
        };
    }

    /** Whether it configures the decoder, so that it must come before any frame. */
    public boolean isSequenceStart() {
        return content == Content.SEQUENCE_START;
    }
}
