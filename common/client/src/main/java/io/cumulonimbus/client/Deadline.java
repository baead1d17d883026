package io.cumulonimbus.client;

/**
 * How long a message is worth sending: abandoned when transmission has not begun within the first
 * span, or has not been acknowledged within the second.
 *
 * <p>Spans are nanoseconds from the moment of writing; {@link Long#MAX_VALUE} means never. Commands
 * never expire; audio and video may (RFC 7016 §3.6.2.7).
 */
public record Deadline(long startWithinNs, long finishWithinNs) {
    /** Never given up: retransmitted until acknowledged. */
    public static final Deadline NONE = new Deadline(Long.MAX_VALUE, Long.MAX_VALUE);

    public Deadline {
        if (startWithinNs < 0 || finishWithinNs < 0) {
            throw new IllegalArgumentException("a deadline is not in the past");
        }
    }

    /** Given up when not acknowledged within {@code millis}. */
    public static Deadline finishWithin(long millis) {
        return new Deadline(Long.MAX_VALUE, millis * 1_000_000);
    }

    /** Given up when not begun within {@code millis}; once begun, finished. */
    public static Deadline startWithin(long millis) {
        return new Deadline(millis * 1_000_000, Long.MAX_VALUE);
    }
}
