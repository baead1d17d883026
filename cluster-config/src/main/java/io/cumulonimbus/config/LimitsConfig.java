package io.cumulonimbus.config;

/**
 * How much clients may have that belong together.
 *
 * @param address those of one IP address, or of one IPv6 network of 64 bits
 * @param account those of one account: what a script or a callback calls it, otherwise the path of
 *     the application
 */
public record LimitsConfig(Share address, Share account) {
    /** Nothing is limited. */
    public static final LimitsConfig NONE = new LimitsConfig(Share.NONE, Share.NONE);

    /**
     * How much there may be of everything; 0 is any number.
     *
     * @param connections at the same time
     * @param handshakes in a second
     * @param bitrate kbit/s that come from them
     * @param streams that they created and did not delete
     * @param calls of applications in a second
     */
    public record Share(int connections, int handshakes, int bitrate, int streams, int calls) {
        /** As much as there is. */
        public static final Share NONE = new Share(0, 0, 0, 0, 0);
    }
}
