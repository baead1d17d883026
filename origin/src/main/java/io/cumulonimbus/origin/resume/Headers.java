package io.cumulonimbus.origin.resume;

import io.cumulonimbus.origin.resume.Transcript.Kind;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Optional;

/** Finds what a decoder needs before everything else among a publisher's messages. */
final class Headers {
    private static final int AVC = 7;
    private static final int AAC = 10;
    private static final int EXTENDED_VIDEO = 0x80;
    private static final int EXTENDED_AUDIO = 9;

    private Headers() {}

    /** Which of them this message is, if any. */
    static Optional<Kind> kind(TcMessage message) {
        if (MessageType.isData(message.type())) {
            return Optional.of(Kind.METADATA);
        }
        if (message.payloadLength() < 2) {
            return Optional.empty();
        }
        int first = message.payloadByte(0);
        int second = message.payloadByte(1);
        if (message.type() == MessageType.VIDEO) {
            boolean header =
                    (first & EXTENDED_VIDEO) != 0
                            ? (first & 0x0f) == 0
                            : (first & 0x0f) == AVC && second == 0;
            return header ? Optional.of(Kind.VIDEO_HEADER) : Optional.empty();
        }
        if (message.type() == MessageType.AUDIO) {
            int format = first >> 4;
            boolean header =
                    format == EXTENDED_AUDIO ? (first & 0x0f) == 0 : format == AAC && second == 0;
            return header ? Optional.of(Kind.AUDIO_HEADER) : Optional.empty();
        }
        return Optional.empty();
    }
}
