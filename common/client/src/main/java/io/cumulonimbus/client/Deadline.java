package io.cumulonimbus.client;

/**
 * How long a message is worth sending: abandoned when transmission has not begun within the first
 * span, or has not been acknowledged within the second.
 *
 * <p>Spans are nanoseconds from the moment of writing; {@link Long#MAX_VALUE} means never. Commands
 * never expire; audio and video may (RFC 7016 §3.6.2.7).
 *
 * @param startWithinNs how long transmission may take to begin, in nanoseconds
 * @param finishWithinNs how long until it is acknowledged
 * @param dependent whether it is worth nothing without the expiring message before it in the flow:
 *     abandoned when that one was, as a frame of video whose reference is missing. While it is
 *     under way the one before is not abandoned any more, since it may have arrived
 */
public record Deadline(long startWithinNs, long finishWithinNs, boolean dependent) {
    /** Never given up: retransmitted until acknowledged. */
    public static final Deadline NONE = new Deadline(Long.MAX_VALUE, Long.MAX_VALUE);

    /** A deadline of a message that stands alone. */
    public Deadline(long startWithinNs, long finishWithinNs) {
        this(startWithinNs, finishWithinNs, false);
    }

    public Deadline {
        if (startWithinNs < 0 || finishWithinNs < 0) {
            throw new IllegalArgumentException("a deadline is not in the past");
        }
    }

    /** The same for a message that needs the one before it. */
    public Deadline asDependent() {
        return new Deadline(startWithinNs, finishWithinNs, expires());
    }

    /** Whether it is ever given up. */
    public boolean expires() {
        return startWithinNs != Long.MAX_VALUE || finishWithinNs != Long.MAX_VALUE;
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
