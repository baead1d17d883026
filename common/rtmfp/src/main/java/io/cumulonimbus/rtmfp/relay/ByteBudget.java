package io.cumulonimbus.rtmfp.relay;

/** So many bytes a second, a quarter of a second's at once. */
final class ByteBudget {
    /** A few datagrams go at once, however narrow it is. */
    private static final long LEAST_BURST = 16_384;

    private final double bytesPerNs;
    private final long burst;
    private double left;
    private long atNs;

    ByteBudget(long bytesPerSecond, long nowNs) {
        this.bytesPerNs = bytesPerSecond / 1e9;
        this.burst = Math.max(LEAST_BURST, bytesPerSecond / 4);
        this.left = burst;
        this.atNs = nowNs;
    }

    /** Whether so many bytes may go now. */
    boolean has(int bytes, long nowNs) {
        left = Math.min(burst, left + (nowNs - atNs) * bytesPerNs);
        atNs = nowNs;
        return left >= bytes;
    }

    void take(int bytes) {
        left -= bytes;
    }
}
