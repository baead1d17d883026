package io.cumulonimbus.origin.stream;

import io.cumulonimbus.origin.app.StreamQuality;
import java.util.Optional;

/**
 * A stream at one moment.
 *
 * @param key its name; with names that are each application's own, behind the path of the
 *     application and a colon
 * @param viewers who watch it, edges' viewers included
 * @param published what comes in, if it is on the air
 */
public record StreamSheet(String key, int viewers, Optional<Published> published) {
    /**
     * What comes in.
     *
     * @param audio how audio arrives
     * @param video how video arrives
     * @param frames of audio and video so far
     * @param bytes of these
     * @param lost fragments that the publisher gave up
     * @param dropped frames that another loop was too busy to take
     */
    public record Published(
            StreamQuality audio,
            StreamQuality video,
            long frames,
            long bytes,
            long lost,
            long dropped) {}
}
