package io.cumulonimbus.rtmp.tc;

/**
 * Arithmetic of RTMP timestamps: milliseconds modulo 2^32, held in an int, compared on a circle.
 */
public final class Timestamps {
    private Timestamps() {}

    /** {@code later} minus {@code earlier} the shorter way round, -2^31 to 2^31 - 1. */
    public static int difference(int later, int earlier) {
        return later - earlier;
    }

    /** Whether {@code a} comes before {@code b}; of no meaning when they are 2^31 apart. */
    public static boolean isBefore(int a, int b) {
        return a - b < 0;
    }

    /** The later of the two. */
    public static int later(int a, int b) {
        return isBefore(a, b) ? b : a;
    }

    /** 0 to 2^32 - 1. */
    public static long toLong(int timestamp) {
        return Integer.toUnsignedLong(timestamp);
    }
}
