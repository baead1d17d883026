package io.cumulonimbus.net.limits;

/**
 * How much somebody may have; 0 is any number.
 *
 * @param connections at the same time
 * @param handshakes in a second
 * @param bitrate kbit/s that come from there
 * @param streams at the same time
 * @param calls in a second
 */
public record Quota(int connections, int handshakes, int bitrate, int streams, int calls) {
    /** As much as there is. */
    public static final Quota NONE = new Quota(0, 0, 0, 0, 0);

    public Quota {
        if (connections < 0 || handshakes < 0 || bitrate < 0 || streams < 0 || calls < 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }

    /** Whether it limits nothing. */
    boolean isNothing() {
        return equals(NONE);
    }
}
