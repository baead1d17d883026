package io.cumulonimbus.amf;

/**
 * How much one message may hold. Memory is bounded by these and by the message's own length,
 * whatever lengths it declares.
 *
 * @param maxBytes length of the message in bytes
 * @param maxDepth values inside values
 * @param maxValues values in all, each reference and member counting
 * @param maxStringBytes length of one string or XML text in UTF-8
 */
public record AmfLimits(int maxBytes, int maxDepth, int maxValues, int maxStringBytes) {
    /** RTMP's longest message, 16 MiB - 1 (RFC 7425 §5.1), 128 deep, a quarter million values. */
    public static final AmfLimits DEFAULT =
            new AmfLimits((1 << 24) - 1, 128, 1 << 18, (1 << 24) - 1);

    public AmfLimits {
        if (maxBytes < 0 || maxDepth < 1 || maxValues < 1 || maxStringBytes < 0) {
            throw new IllegalArgumentException("limits below one value");
        }
    }

    /** The same limits with another length of the message. */
    public AmfLimits withMaxBytes(int bytes) {
        return new AmfLimits(bytes, maxDepth, maxValues, maxStringBytes);
    }
}
