package io.cumulonimbus.rtmp.chunkstream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Arrays;

/** One chunk stream that we receive: its last header, and the message that is not complete yet. */
final class IncomingChunkStream {
    /** Grown to as bytes come, so that a header alone costs nothing. */
    private static final int FIRST_BYTES = 16 << 10;

    private static final byte[] NONE = {};

    final int id;
    boolean started;
    int timestamp;
    int delta;
    int field;
    boolean extended;
    int length;
    int type;
    long streamId;
    private byte[] buffer = NONE;
    private int filled;

    IncomingChunkStream(int id) {
        this.id = id;
    }

    /** Whether a message has begun and is not complete. */
    boolean isPartial() {
        return buffer.length > 0;
    }

    /** Bytes of payload still to come. */
    int missing() {
        return length - (filled - TcMessage.HEADER_LENGTH);
    }

    /** The bytes that are kept for it. */
    int allocated() {
        return buffer.length;
    }

    void begin() {
        buffer = new byte[TcMessage.HEADER_LENGTH + Math.min(length, FIRST_BYTES)];
        filled = TcMessage.HEADER_LENGTH;
    }

    void append(byte[] bytes, int offset, int count) {
        if (filled + count > buffer.length) {
            int whole = TcMessage.HEADER_LENGTH + length;
            int grown = Math.max(filled + count, (int) Math.min(2L * buffer.length, whole));
            buffer = Arrays.copyOf(buffer, Math.min(grown, whole));
        }
        System.arraycopy(bytes, offset, buffer, filled, count);
        filled += count;
    }

    /** The complete message; forgets it. */
    TcMessage take() {
        byte[] whole = buffer;
        buffer = NONE;
        whole[0] = (byte) type;
        whole[1] = (byte) (timestamp >> 24);
        whole[2] = (byte) (timestamp >> 16);
        whole[3] = (byte) (timestamp >> 8);
        whole[4] = (byte) timestamp;
        return TcMessage.parse(Message.of(whole)).orElseThrow();
    }

    void abort() {
        buffer = NONE;
    }
}
