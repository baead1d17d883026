package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.List;

/** Takes aggregate messages apart (RTMP 1.0 §7.1.6). */
public final class Aggregate {
    /** Type, length, timestamp in an order of its own, message stream; as in an FLV tag. */
    private static final int TAG_HEADER = 11;

    private static final int BACK_POINTER = 4;

    private Aggregate() {}

    /**
     * The messages inside, as far as they are whole. Their times are moved so that the first has
     * the aggregate's. What lies in an aggregate and is neither audio, video nor data is left out.
     */
    public static List<TcMessage> split(TcMessage aggregate) {
        List<TcMessage> messages = new ArrayList<>();
        int end = aggregate.payloadLength();
        int at = 0;
        int shift = 0;
        while (end - at >= TAG_HEADER) {
            int length = unsigned24(aggregate, at + 1);
            if (length > end - at - TAG_HEADER) {
                break;
            }
            int time = unsigned24(aggregate, at + 4) | aggregate.payloadByte(at + 7) << 24;
            shift = at == 0 ? aggregate.timestamp() - time : shift;
            int type = aggregate.payloadByte(at);
            if (type == MessageType.AUDIO
                    || type == MessageType.VIDEO
                    || MessageType.isData(type)) {
                byte[] payload = aggregate.payload(at + TAG_HEADER, length);
                messages.add(TcMessage.of(type, time + shift, payload));
            }
            at += TAG_HEADER + length + BACK_POINTER;
        }
        return messages;
    }

    private static int unsigned24(TcMessage message, int at) {
        return message.payloadByte(at) << 16
                | message.payloadByte(at + 1) << 8
                | message.payloadByte(at + 2);
    }
}
