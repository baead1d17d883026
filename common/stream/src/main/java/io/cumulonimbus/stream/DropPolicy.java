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
 * @param video how long video is worth sending
 * @param audio how long audio is worth sending; each frame stands alone
 */
public record DropPolicy(
        long videoBytes,
        long videoAgeMs,
        long audioBytes,
        long audioAgeMs,
        long dataBytes,
        Deadline video,
        Deadline audio) {

    private static final long SECOND = 1_000_000_000;

    /**
     * Ordinary play. The player has a buffer of its own, or waits: a hiccup of the path or of its
     * machine must cost nothing, so video waits for 3 s and audio for 5 s, about what players
     * buffer; a key frame that is longer than that on its way is no use to them. Audio is worth
     * more, and small. The ages, which count what is in flight too, end what the deadlines cannot:
     * a viewer that acknowledges nothing.
     */
    public static final DropPolicy BUFFERED =
            new DropPolicy(
                    2 << 20,
                    4_000,
                    256 << 10,
                    8_000,
                    1 << 20,
                    new Deadline(3 * SECOND, 6 * SECOND),
                    Deadline.finishWithin(5_000));

    /**
     * Play with start = -3000: the viewer wants the present. Video that could not begin within 400
     * ms is given up, and so is a key frame that takes more than a second: with what is in flight
     * on a slow path, what comes is a second old at most. Audio has 750 ms, room for two
     * retransmissions after a time-out of 250 ms.
     */
    public static final DropPolicy UNBUFFERED =
            new DropPolicy(
                    2 << 20,
                    1_000,
                    256 << 10,
                    2_000,
                    1 << 20,
                    new Deadline(SECOND * 2 / 5, SECOND),
                    Deadline.finishWithin(750));

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
