package io.cumulonimbus.rtmfp.flow;

/**
 * What one flow may hold, whatever the far end does.
 *
 * @param receiveBuffer BUFFER_CAPACITY of a receiving flow (RFC 7016 §3.6.3), in bytes
 * @param maxMessage the longest message that is put together, in bytes; a longer one has its flow
 *     rejected
 * @param maxGaps separate ranges of numbers kept above the cumulative one
 */
public record FlowLimits(int receiveBuffer, int maxMessage, int maxGaps) {
    /** A megabyte of window, 4 MiB messages, 400 holes. */
    public static final FlowLimits DEFAULT = new FlowLimits(1 << 20, 4 << 20, 400);

    public FlowLimits {
        if (receiveBuffer < 1024 || maxMessage < 1024 || maxGaps < 1) {
            throw new IllegalArgumentException("limits too low to carry anything");
        }
    }
}
