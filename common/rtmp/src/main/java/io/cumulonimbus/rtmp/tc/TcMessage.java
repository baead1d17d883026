package io.cumulonimbus.rtmp.tc;

import io.cumulonimbus.client.Message;
import java.util.Optional;

/**
 * An RTMP message as it travels in a flow: type, timestamp, payload (RFC 7425 §5.1.2). Immutable; a
 * view of a {@link Message}, whose payload bytes are never copied but shared.
 */
public final class TcMessage {
    /** Bytes before the payload: type and timestamp. */
    public static final int HEADER_LENGTH = 5;

    private final Message message;
    private final int timestamp;

    private TcMessage(Message message, int timestamp) {
        this.message = message;
        this.timestamp = timestamp;
    }

    /** The message in what was received; empty when that is too short to have a header. */
    public static Optional<TcMessage> parse(Message message) {
        if (message.length() < HEADER_LENGTH) {
            return Optional.empty();
        }
        int timestamp = 0;
        for (int i = 1; i < HEADER_LENGTH; i++) {
            timestamp = timestamp << 8 | message.byteAt(i);
        }
        return Optional.of(new TcMessage(message, timestamp));
    }

    /** A message of these payload bytes, which are shared. */
    public static TcMessage of(int type, int timestamp, byte[] payload) {
        return of(type, timestamp, payload, 0, payload.length);
    }

    /** A message of a slice of payload bytes, which are shared. */
    public static TcMessage of(int type, int timestamp, byte[] payload, int offset, int length) {
        return new TcMessage(
                Message.of(header(type, timestamp), payload, offset, length), timestamp);
    }

    private static byte[] header(int type, int timestamp) {
        return new byte[] {
            (byte) type,
            (byte) (timestamp >> 24),
            (byte) (timestamp >> 16),
            (byte) (timestamp >> 8),
            (byte) timestamp
        };
    }

    /** The same payload, shared, at another time: what each viewer gets. */
    public TcMessage at(int otherTimestamp) {
        return with(type(), otherTimestamp, 0, new byte[0]);
    }

    /**
     * Another message whose payload is {@code prefix} and this payload without its first {@code
     * skip} bytes; the rest is shared.
     */
    public TcMessage with(int type, int otherTimestamp, int skip, byte[] prefix) {
        byte[] head = new byte[HEADER_LENGTH + prefix.length];
        System.arraycopy(header(type, otherTimestamp), 0, head, 0, HEADER_LENGTH);
        System.arraycopy(prefix, 0, head, HEADER_LENGTH, prefix.length);
        return new TcMessage(message.withHead(head, HEADER_LENGTH + skip), otherTimestamp);
    }

    /** The message type, 0 to 255: see {@code MessageType}. */
    public int type() {
        return message.byteAt(0);
    }

    /** Milliseconds modulo 2^32: see {@link Timestamps}. */
    public int timestamp() {
        return timestamp;
    }

    /** The payload's length in bytes. */
    public int payloadLength() {
        return message.length() - HEADER_LENGTH;
    }

    /** The payload byte at {@code index}, 0 to 255. */
    public int payloadByte(int index) {
        return message.byteAt(HEADER_LENGTH + index);
    }

    /** A copy of the payload. */
    public byte[] payload() {
        return payload(0, payloadLength());
    }

    /** A copy of a slice of the payload. */
    public byte[] payload(int from, int length) {
        byte[] bytes = new byte[length];
        message.copyTo(HEADER_LENGTH + from, bytes, 0, length);
        return bytes;
    }

    /** Header and payload, ready for a flow. */
    public Message message() {
        return message;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TcMessage m && message.equals(m.message);
    }

    @Override
    public int hashCode() {
        return message.hashCode();
    }

    @Override
    public String toString() {
        return "TcMessage[type "
                + type()
                + " at "
                + Timestamps.toLong(timestamp)
                + ", "
                + payloadLength()
                + " bytes]";
    }
}
