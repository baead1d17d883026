package io.cumulonimbus.rtmp.tc;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a flow of RTMP messages says of itself: {@code 54 43 flags streamId} (RFC 7425 §5.1.1).
 *
 * @param streamId which RTMP stream the flow's messages belong to, 0 to 2^32 - 1; 0 is the
 *     NetConnection
 * @param receiveIntent the sender's hint on the order
 */
public record FlowMetadata(long streamId, ReceiveIntent receiveIntent) {
    /** The NetConnection's control flow. */
    public static final FlowMetadata CONTROL = sequence(0);

    private static final int STREAM_ID_PRESENT = 0x04;
    private static final int NETWORK_ORDER = 0x01;
    private static final int STREAM_ID_AT = 3;
    private static final long MAX_STREAM_ID = 0xffffffffL;

    public FlowMetadata {
        if (streamId < 0 || streamId > MAX_STREAM_ID) {
            throw new IllegalArgumentException("stream id " + streamId);
        }
    }

    /** A flow to be received in the order of queuing. */
    public static FlowMetadata sequence(long streamId) {
        return new FlowMetadata(streamId, ReceiveIntent.SEQUENCE);
    }

    /** A flow to be received as it arrives. */
    public static FlowMetadata network(long streamId) {
        return new FlowMetadata(streamId, ReceiveIntent.NETWORK);
    }

    /**
     * The metadata in these bytes, whatever follows them; empty when they are another kind of
     * flow's or name no stream, which is a flow to be rejected.
     */
    public static Optional<FlowMetadata> parse(byte[] metadata) {
        if (metadata.length <= STREAM_ID_AT
                || metadata[0] != 'T'
                || metadata[1] != 'C'
                || (metadata[2] & STREAM_ID_PRESENT) == 0) {
            return Optional.empty();
        }
        long streamId = 0;
        for (int i = STREAM_ID_AT; i < metadata.length && streamId <= MAX_STREAM_ID; i++) {
            streamId = streamId << 7 | metadata[i] & 0x7f;
            if (metadata[i] >= 0) {
                return streamId <= MAX_STREAM_ID
                        ? Optional.of(new FlowMetadata(streamId, intent(metadata[2])))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static ReceiveIntent intent(byte flags) {
        return (flags & NETWORK_ORDER) == 0 ? ReceiveIntent.SEQUENCE : ReceiveIntent.NETWORK;
    }

    /** The bytes for the flow's user metadata. */
    public byte[] toBytes() {
        int length = 1;
        for (long rest = streamId >> 7; rest > 0; rest >>= 7) {
            length++;
        }
        byte[] bytes = Arrays.copyOf(new byte[] {'T', 'C'}, STREAM_ID_AT + length);
        bytes[2] =
                (byte)
                        (STREAM_ID_PRESENT
                                | (receiveIntent == ReceiveIntent.NETWORK ? NETWORK_ORDER : 0));
        for (int i = 0; i < length; i++) {
            int more = i == length - 1 ? 0 : 0x80;
            bytes[STREAM_ID_AT + i] = (byte) (streamId >> 7 * (length - 1 - i) & 0x7f | more);
        }
        return bytes;
    }
}
