package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.rtmp.tc.TcMessage;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An event of a user control message (RTMP 1.0 §7.1.7, RFC 7425 §5.2 and §5.3.4). All numbers are
 * unsigned, 32 bits.
 */
public sealed interface UserControl {
    /** A stream can be used; also the answer to {@link SetBufferLength}. */
    record StreamBegin(long streamId) implements UserControl {}

    /** No more will come on the stream. */
    record StreamEof(long streamId) implements UserControl {}

    /** There is nothing to send on the stream for now. */
    record StreamDry(long streamId) implements UserControl {}

    /** How much a viewer buffers. */
    record SetBufferLength(long streamId, long millis) implements UserControl {}

    /** The stream is a recording. */
    record StreamIsRecorded(long streamId) implements UserControl {}

    /** Asks for a {@link PingResponse} with the same timestamp. */
    record PingRequest(long timestamp) implements UserControl {}

    /** Answers a {@link PingRequest}. */
    record PingResponse(long timestamp) implements UserControl {}

    /**
     * A barrier: the receiver takes nothing more from this flow until it has met as many of the
     * same id, each on a flow of its own (RFC 7425 §5.2).
     *
     * @param syncId which barrier
     * @param count how many flows take part, at least 1
     */
    record FlowSync(long syncId, long count) implements UserControl {}

    /**
     * Advice on how often to send keepalives (RFC 7425 §5.3.4).
     *
     * @param serverMillis to the server
     * @param peerMillis to other peers
     */
    record SetKeepalive(long serverMillis, long peerMillis) implements UserControl {}

    /** An event that is none of these, or too short to be it. */
    record Other(int eventType, int length) implements UserControl {}

    /** The event of a user control message; empty when it is another message or has no event. */
    static Optional<UserControl> decode(TcMessage message) {
        int length = message.payloadLength() - Short.BYTES;
        if (message.type() != MessageType.USER_CONTROL || length < 0) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(message.payload(0, Math.min(length, 8) + Short.BYTES));
        int type = Short.toUnsignedInt(in.getShort());
        boolean two = type == 3 || type == 0x22 || type == 0x29;
        if (in.remaining() < (two ? 8 : 4)) {
            return Optional.of(new Other(type, length));
        }
        long first = Integer.toUnsignedLong(in.getInt());
        long second = two ? Integer.toUnsignedLong(in.getInt()) : 0;
        return Optional.of(
                switch (type) {
                    case 0 -> new StreamBegin(first);
                    case 1 -> new StreamEof(first);
                    case 2 -> new StreamDry(first);
                    case 3 -> new SetBufferLength(first, second);
                    case 4 -> new StreamIsRecorded(first);
                    case 6 -> new PingRequest(first);
                    case 7 -> new PingResponse(first);
                    case 0x22 -> new FlowSync(first, second);
                    case 0x29 -> new SetKeepalive(first, second);
                    default -> new Other(type, length);
                });
    }

    /**
     * The message that says this, at time 0.
     *
     * @throws IllegalArgumentException for {@link Other}
     */
    default TcMessage toMessage() {
        return switch (this) {
            case StreamBegin e -> message(0, e.streamId);
            case StreamEof e -> message(1, e.streamId);
            case StreamDry e -> message(2, e.streamId);
            case SetBufferLength e -> message(3, e.streamId, e.millis);
            case StreamIsRecorded e -> message(4, e.streamId);
            case PingRequest e -> message(6, e.timestamp);
            case PingResponse e -> message(7, e.timestamp);
            case FlowSync e -> message(0x22, e.syncId, e.count);
            case SetKeepalive e -> message(0x29, e.serverMillis, e.peerMillis);
            case Other e -> throw new IllegalArgumentException("cannot say " + e);
        };
    }

    private static TcMessage message(int eventType, long... fields) {
        ByteBuffer out = ByteBuffer.allocate(Short.BYTES + fields.length * Integer.BYTES);
        out.putShort((short) eventType);
        for (long field : fields) {
            out.putInt((int) field);
        }
        return TcMessage.of(MessageType.USER_CONTROL, 0, out.array());
    }
}
