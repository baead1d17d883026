package io.cumulonimbus.rtmp.chunkstream;

import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts messages together from the chunks of one direction of a connection, however the bytes come
 * in pieces and however the chunks of several messages alternate.
 *
 * <p>Obeys Set Chunk Size and Abort itself. Takes extended timestamps in chunks of type 3 as the
 * standard has them, and does without where a sender leaves them out. What it keeps is bounded by
 * {@link ChunkLimits}, and grows with what came, never with what was announced.
 */
public final class ChunkReader {
    /** RTMP 1.0 §5.4.1: bytes of payload in a chunk unless said otherwise. */
    public static final int DEFAULT_CHUNK_SIZE = 128;

    private static final int EXTENDED = 0xffffff;
    private static final int[] HEADER_LENGTHS = {11, 7, 3, 0};

    private final ChunkLimits limits;
    private final MessageReceiver receiver;
    private final Map<Integer, IncomingChunkStream> streams = new HashMap<>();
    private final byte[] header = new byte[18];
    private int headerFilled;
    private int chunkSize = DEFAULT_CHUNK_SIZE;
    private IncomingChunkStream current;
    private int chunkMissing;
    private long partialBytes;
    private boolean stopped;
    private long replaced;

    public ChunkReader(ChunkLimits limits, MessageReceiver receiver) {
        this.limits = limits;
        this.receiver = receiver;
    }

    /** The sender's chunk size in bytes, 1 to 2^24 - 1. */
    public int chunkSize() {
        return chunkSize;
    }

    /** Bytes kept for messages that are not complete. */
    public long partialBytes() {
        return partialBytes;
    }

    /** Messages that the sender began anew before they were complete. */
    public long replaced() {
        return replaced;
    }

    /**
     * Takes the next bytes; hands over each message as soon as it is complete.
     *
     * @throws MalformedChunkException when they make no sense; nothing may be given after that
     */
    public void receive(byte[] bytes, int offset, int length) throws MalformedChunkException {
        int at = offset;
        int end = offset + length;
        while (at < end && !stopped) {
            if (chunkMissing > 0) {
                int count = Math.min(chunkMissing, end - at);
                payload(bytes, at, count);
                at += count;
            } else {
                header(bytes[at++]);
            }
        }
    }

    /** One more byte of a chunk's header, or of what we took for its extended timestamp. */
    private void header(byte next) throws MalformedChunkException {
        header[headerFilled++] = next;
        int basic = basicLength();
        if (headerFilled < basic) {
            return;
        }
        int format = (header[0] & 0xff) >> 6;
        int plain = basic + HEADER_LENGTHS[format];
        if (headerFilled < plain) {
            return;
        }
        IncomingChunkStream stream = stream(basic, format);
        boolean extended = format == 3 ? stream.extended : unsigned24(basic) == EXTENDED;
        if (!extended) {
            headerFilled = 0;
            begin(stream, format, basic, format == 3 ? stream.field : unsigned24(basic));
        } else if (format != 3) {
            if (headerFilled == plain + Integer.BYTES) {
                headerFilled = 0;
                begin(stream, format, basic, signed32(plain));
            }
        } else {
            extendedAgain(stream, basic);
        }
    }

    /**
     * Behind a header of type 3 the timestamp is expected once more; when something else comes, the
     * sender leaves it out and what came is payload.
     */
    // RTMP Errata §5.1
    private void extendedAgain(IncomingChunkStream stream, int basic)
            throws MalformedChunkException {
        int got = headerFilled - basic;
        if (got == 0) {
            return;
        }
        boolean same = startsWith(stream.field, basic, got);
        int time = stream.timestamp + (stream.isPartial() ? 0 : stream.field);
        boolean absolute = startsWith(time, basic, got);
        if ((same || absolute) && got < Integer.BYTES) {
            return;
        }
        headerFilled = 0;
        if (same || absolute) {
            begin(stream, 3, basic, stream.field);
            return;
        }
        byte[] mistaken = new byte[got];
        System.arraycopy(header, basic, mistaken, 0, got);
        begin(stream, 3, basic, stream.field);
        receive(mistaken, 0, got);
    }

    private boolean startsWith(int value, int at, int count) {
        for (int i = 0; i < count; i++) {
            if (header[at + i] != (byte) (value >> 24 - 8 * i)) {
                return false;
            }
        }
        return true;
    }

    private int basicLength() {
        int low = header[0] & 0x3f;
        return low > 1 ? 1 : low + 2;
    }

    // RTMP Errata §4.1
    private IncomingChunkStream stream(int basic, int format) throws MalformedChunkException {
        int id =
                switch (basic) {
                    case 1 -> header[0] & 0x3f;
                    case 2 -> 64 + (header[1] & 0xff);
                    default -> 64 + (header[1] & 0xff) + ((header[2] & 0xff) << 8);
                };
        IncomingChunkStream stream = streams.get(id);
        if (stream == null) {
            if (streams.size() >= limits.chunkStreams()) {
                throw new MalformedChunkException("too many chunk streams");
            }
            stream = new IncomingChunkStream(id);
            streams.put(id, stream);
        }
        if (format != 0 && !stream.started) {
            throw new MalformedChunkException("a chunk stream that does not begin with type 0");
        }
        return stream;
    }

    private int unsigned24(int at) {
        return (header[at] & 0xff) << 16 | (header[at + 1] & 0xff) << 8 | header[at + 2] & 0xff;
    }

    private int signed32(int at) {
        return unsigned24(at) << 8 | header[at + 3] & 0xff;
    }

    /** A chunk begins: {@code field} is its timestamp or delta. */
    private void begin(IncomingChunkStream stream, int format, int basic, int field)
            throws MalformedChunkException {
        if (format != 3) {
            abort(stream, true);
            fields(stream, format, basic, field);
        }
        if (!stream.isPartial()) {
            beginMessage(stream, format);
        }
        current = stream;
        chunkMissing = Math.min(chunkSize, stream.missing());
        if (chunkMissing == 0) {
            complete(stream);
        }
    }

    // RTMP 1.0 §5.3.1.2
    private void fields(IncomingChunkStream stream, int format, int basic, int field) {
        stream.started = true;
        stream.field = field;
        stream.extended = unsigned24(basic) == EXTENDED;
        if (format < 2) {
            stream.length = unsigned24(basic + 3);
            stream.type = header[basic + 6] & 0xff;
        }
        if (format == 0) {
            stream.streamId = Integer.toUnsignedLong(Integer.reverseBytes(signed32(basic + 7)));
        }
    }

    private void beginMessage(IncomingChunkStream stream, int format)
            throws MalformedChunkException {
        // A type 3 that begins a message repeats the field of the header before, also after a
        // type 0 (RTMP 1.0 §5.3.1.2.4).
        stream.timestamp = format == 0 ? stream.field : stream.timestamp + stream.field;
        boolean media =
                stream.type == MessageType.AUDIO
                        || stream.type == MessageType.VIDEO
                        || stream.type == MessageType.AGGREGATE;
        if (stream.length > (media ? limits.messageBytes() : limits.otherBytes())) {
            throw new MalformedChunkException("a message of " + stream.length + " bytes");
        }
        stream.begin();
        account(stream.allocated());
    }

    private void account(int more) throws MalformedChunkException {
        partialBytes += more;
        if (partialBytes > limits.partialBytes()) {
            throw new MalformedChunkException("too much that is not complete");
        }
    }

    private void payload(byte[] bytes, int at, int count) throws MalformedChunkException {
        int before = current.allocated();
        current.append(bytes, at, count);
        chunkMissing -= count;
        account(current.allocated() - before);
        if (current.missing() == 0) {
            complete(current);
        }
    }

    private void complete(IncomingChunkStream stream) throws MalformedChunkException {
        partialBytes -= stream.allocated();
        TcMessage message = stream.take();
        switch (message.type()) {
            case MessageType.SET_CHUNK_SIZE -> setChunkSize(message);
            case MessageType.ABORT -> abort(message);
            default -> stopped = !receiver.onMessage(stream.streamId, message);
        }
    }

    // RTMP 1.0 §5.4.1
    private void setChunkSize(TcMessage message) throws MalformedChunkException {
        int size = number(message);
        if (size <= 0) {
            throw new MalformedChunkException("a chunk size of " + size);
        }
        chunkSize = Math.min(size, ChunkLimits.MAX_MESSAGE);
    }

    // RTMP 1.0 §5.4.2, RTMP Errata §6
    private void abort(TcMessage message) throws MalformedChunkException {
        IncomingChunkStream stream = streams.get(number(message));
        if (stream != null) {
            abort(stream, false);
        }
    }

    private void abort(IncomingChunkStream stream, boolean counted) {
        if (stream.isPartial()) {
            partialBytes -= stream.allocated();
            stream.abort();
            replaced += counted ? 1 : 0;
        }
    }

    private static int number(TcMessage message) throws MalformedChunkException {
        if (message.payloadLength() < Integer.BYTES) {
            throw new MalformedChunkException("protocol control without its number");
        }
        int number = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            number = number << 8 | message.payloadByte(i);
        }
        return number;
    }
}
