package io.cumulonimbus.origin.stream;

import io.cumulonimbus.config.StreamScope;
import io.cumulonimbus.stream.DropPolicy;

/**
 * Limits of live streams.
 *
 * @param hopFrames frames of one publication that may wait for one other loop
 * @param hopBytes bytes of one publication that may wait for one other loop
 * @param nameLength most characters of a stream's name
 * @param lingering closed flows of one client that may still have something to deliver
 * @param buffered when viewers lose media
 * @param unbuffered the same for play with start = -3000
 * @param scope how far names reach
 */
public record StreamSettings(
        int hopFrames,
        long hopBytes,
        int nameLength,
        int lingering,
        DropPolicy buffered,
        DropPolicy unbuffered,
        StreamScope scope) {
    /** What suits most. */
    public static final StreamSettings DEFAULT =
            new StreamSettings(
                    1024,
                    16 << 20,
                    1024,
                    128,
                    DropPolicy.BUFFERED,
                    DropPolicy.UNBUFFERED,
                    StreamScope.GLOBAL);

    /** The same with names that reach so far. */
    public StreamSettings withScope(StreamScope other) {
        return new StreamSettings(
                hopFrames, hopBytes, nameLength, lingering, buffered, unbuffered, other);
    }
}
