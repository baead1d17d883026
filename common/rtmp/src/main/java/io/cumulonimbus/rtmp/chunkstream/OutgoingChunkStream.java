package io.cumulonimbus.rtmp.chunkstream;

import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.rtmp.tc.Timestamps;

/**
 * One chunk stream that we send: at most one message at a time, chunk by chunk. Payload is never
 * copied on the way to the sink.
 *
 * <p>Messages begin with headers of type 0, 1 or 2, never 3: what a type 3 behind a type 0 means is
 * read in two ways (RTMP 1.0 §5.3.1.2.4). Extended timestamps are repeated in every chunk.
 */
public final class OutgoingChunkStream {
    private static final int EXTENDED = 0xffffff;

    private final int id;
    private final ChunkWriter writer;
    private final byte[] header = new byte[ChunkWriter.MAX_HEADER];
    private TcMessage message;
    private int sent;
    private boolean begun;
    private boolean used;
    private long nextStreamId;
    private long streamId;
    private int timestamp;
    private int length;
    private int type;
    private int field;

    OutgoingChunkStream(int id, ChunkWriter writer) {
        this.id = id;
        this.writer = writer;
    }

    /** The chunk stream id, 2 to 65599. */
    public int id() {
        return id;
    }

    /** Whether a message was given that is not all written. */
    public boolean isBusy() {
        return message != null;
    }

    /** Whether chunks of the present message were written. */
    public boolean isBegun() {
        return begun;
    }

    /**
     * Takes the next message; the one before must be written.
     *
     * @param ofStream message stream, 0 to 2^32 - 1
     * @param next at most 2^24 - 1 bytes of payload
     */
    public void begin(long ofStream, TcMessage next) {
        if (isBusy()) {
            throw new IllegalStateException("the message before is not all written");
        }
        if (next.payloadLength() > ChunkLimits.MAX_MESSAGE) {
            throw new IllegalArgumentException(next.payloadLength() + " bytes in a message");
        }
        message = next;
        nextStreamId = ofStream;
        sent = 0;
        begun = false;
    }

    /**
     * Forgets what is left of the present message; if it was {@linkplain #isBegun begun} the far
     * end has to be sent an Abort of this stream's id (RTMP 1.0 §5.4.2).
     */
    public void abandon() {
        message = null;
    }

    /** Writes the next chunk; answers how many bytes of payload it had. */
    public int writeChunk(ByteSink sink) {
        int headerLength = begun ? again() : first();
        begun = true;
        sink.write(header, 0, headerLength);
        int count = Math.min(writer.chunkSize(), message.payloadLength() - sent);
        if (count > 0) {
            sink.write(message.message(), TcMessage.HEADER_LENGTH + sent, count);
            sent += count;
        }
        if (sent == message.payloadLength()) {
            message = null;
        }
        return count;
    }

    // RTMP 1.0 §5.3.1.2.4
    private int again() {
        int at = basic(3);
        return Integer.compareUnsigned(field, EXTENDED) >= 0 ? number(at, field, 4) : at;
    }

    // RTMP 1.0 §5.3.1.2
    private int first() {
        int format = format();
        field = format == 0 ? message.timestamp() : message.timestamp() - timestamp;
        streamId = nextStreamId;
        timestamp = message.timestamp();
        length = message.payloadLength();
        type = message.type();
        used = true;
        boolean extended = Integer.compareUnsigned(field, EXTENDED) >= 0;
        int at = number(basic(format), extended ? EXTENDED : field, 3);
        if (format < 2) {
            at = number(at, length, 3);
            at = number(at, type, 1);
        }
        if (format == 0) {
            at = number(at, Integer.reverseBytes((int) streamId), 4);
        }
        return extended ? number(at, field, 4) : at;
    }

    private int format() {
        int delta = Timestamps.difference(message.timestamp(), timestamp);
        if (!used || nextStreamId != streamId || delta < 0 || delta >= EXTENDED) {
            return 0;
        }
        return message.payloadLength() == length && message.type() == type ? 2 : 1;
    }

    // RTMP Errata §4.1
    private int basic(int format) {
        if (id < 64) {
            return number(0, format << 6 | id, 1);
        }
        int rest = id - 64;
        if (rest < 256) {
            return number(number(0, format << 6, 1), rest, 1);
        }
        int low = number(number(0, format << 6 | 1, 1), rest & 0xff, 1);
        return number(low, rest >> 8, 1);
    }

    private int number(int at, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            header[at + i] = (byte) (value >> 8 * (bytes - 1 - i));
        }
        return at + bytes;
    }
}
