package io.cumulonimbus.origin.app;

/**
 * How media of one kind fares at one place, over the last seconds.
 *
 * @param lostRate lost ÷ (lost + received), 0 to 1
 * @param byteRate bytes a second
 * @param congestionRate -1 to 1; negative means that there is bandwidth to spare
 * @param latencyMs milliseconds from the client or to it
 * @param droppedFrames frames held back on purpose, ever
 */
public record StreamQuality(
        double lostRate,
        double byteRate,
        double congestionRate,
        double latencyMs,
        long droppedFrames) {
    /** Nothing was measured yet. */
    public static final StreamQuality UNKNOWN = new StreamQuality(0, 0, 0, 0, 0);
}
