package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Deadline;

/**
 * How to publish.
 *
 * @param type {@code live}, {@code record}, {@code append}
 * @param audio how long an audio message is worth sending
 * @param video how long a video message is worth sending
 */
public record PublishOptions(String type, Deadline audio, Deadline video) {
    /** Live, every message sent until it arrives. */
    public static final PublishOptions RELIABLE =
            new PublishOptions("live", Deadline.NONE, Deadline.NONE);

    /** Live, audio given up after 2.2 s and video after 2.0 s, as rtmfp-cpp's publisher does. */
    public static final PublishOptions LIVE =
            new PublishOptions("live", Deadline.finishWithin(2200), Deadline.finishWithin(2000));

    /** The same with another type. */
    public PublishOptions withType(String other) {
        return new PublishOptions(other, audio, video);
    }
}
