package io.cumulonimbus.stream;

import io.cumulonimbus.client.Deadline;

/**
 * When a viewer is too far behind, and what its media is worth.
 *
 * <p>Beyond a bound, video is dropped to the next key frame, audio until half of it was delivered,
 * data for as long as it lasts. Codec headers and metadata are never dropped and never expire.
 *
 * @param videoBytes bound of undelivered video, in bytes
 * @param videoAgeMs bound of the oldest undelivered video, in milliseconds
 * @param audioBytes bound of undelivered audio, in bytes
 * @param audioAgeMs bound of the oldest undelivered audio, in milliseconds
 * @param dataBytes bound of undelivered data, in bytes
 * @param media how long audio and video are worth sending
 */
public record DropPolicy(
        long videoBytes,
        long videoAgeMs,
        long audioBytes,
        long audioAgeMs,
        long dataBytes,
        Deadline media) {

    /** Everything arrives, as long as the viewer keeps up somehow. */
    public static final DropPolicy BUFFERED =
            new DropPolicy(2 << 20, 4_000, 256 << 10, 8_000, 1 << 20, Deadline.NONE);

    /** Play with start = -3000: late media is not worth sending. */
    public static final DropPolicy UNBUFFERED =
            new DropPolicy(
                    2 << 20,
                    1_000,
                    256 << 10,
                    2_000,
                    1 << 20,
                    new Deadline(250_000_000L, 500_000_000L));

    boolean videoBehind(Backlog video, long nowNs) {
        return behind(video, videoBytes, videoAgeMs, nowNs);
    }

    boolean videoRecovered(Backlog video, long nowNs) {
        return !behind(video, videoBytes / 2, videoAgeMs / 2, nowNs);
    }

    boolean audioBehind(Backlog audio, long nowNs) {
        return behind(audio, audioBytes, audioAgeMs, nowNs);
    }

    boolean audioRecovered(Backlog audio, long nowNs) {
        return !behind(audio, audioBytes / 2, audioAgeMs / 2, nowNs);
    }

    boolean dataBehind(Backlog data) {
        return data.bytes() > dataBytes;
    }

    private static boolean behind(Backlog backlog, long bytes, long ageMs, long nowNs) {
        return backlog.bytes() > bytes || backlog.ageNs(nowNs) > ageMs * 1_000_000;
    }
}
