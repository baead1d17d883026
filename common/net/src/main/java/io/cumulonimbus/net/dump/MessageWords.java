package io.cumulonimbus.net.dump;

import io.cumulonimbus.client.Message;

/** Messages of clients in words: the type of RTMP, the time, the length, and how it begins. */
final class MessageWords {
    private static final int MAX_BYTES = 48;
    private static final int HEAD = 5;

    private MessageWords() {}

    /** RFC 7425 §5.1: a type, a time stamp, and what it says. */
    static String of(Message message) {
        byte[] begin = new byte[Math.min(message.length(), MAX_BYTES)];
        message.copyTo(0, begin, 0, begin.length);
        if (begin.length < HEAD) {
            return RecordWords.hex(begin, 0, begin.length);
        }
        long time = 0;
        for (int i = 1; i < HEAD; i++) {
            time = time << 8 | begin[i] & 0xff;
        }
        return "%s at %d ms, %d bytes: %s"
                .formatted(
                        type(begin[0] & 0xff),
                        time,
                        message.length() - HEAD,
                        RecordWords.hex(begin, HEAD, begin.length - HEAD));
    }

    private static String type(int type) {
        return switch (type) {
            case 1 -> "chunk size";
            case 2 -> "abort";
            case 3 -> "acknowledgement";
            case 4 -> "user control";
            case 5 -> "window";
            case 6 -> "bandwidth";
            case 8 -> "audio";
            case 9 -> "video";
            case 15 -> "data (AMF3)";
            case 16 -> "shared object (AMF3)";
            case 17 -> "command (AMF3)";
            case 18 -> "data";
            case 19 -> "shared object";
            case 20 -> "command";
            case 22 -> "aggregate";
            default -> "type " + type;
        };
    }
}
