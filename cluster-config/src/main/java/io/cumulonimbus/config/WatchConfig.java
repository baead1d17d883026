package io.cumulonimbus.config;

import java.time.Duration;
import java.util.List;

/**
 * How streams can be watched without RTMP, at the ports for RTMPT.
 *
 * @param flv whether as FLV, over HTTP and WebSocket
 * @param hls whether as files of HLS
 * @param page whether there is a page with a player
 * @param origins web sites, such as {@code https://example.org}, whose pages may watch besides our
 *     own; a star means all
 * @param patience how long a stream that is allowed may be silent before there is none, 1 s at
 *     least
 * @param early whether who watches FLV begins with what is kept since the last key frame, rather
 *     than with the next one
 */
public record WatchConfig(
        boolean flv,
        boolean hls,
        boolean page,
        List<String> origins,
        Duration patience,
        boolean early) {
    /** That of a file that says nothing. */
    public static final WatchConfig DEFAULT =
            new WatchConfig(true, true, true, List.of(), Duration.ofSeconds(5), true);

    public WatchConfig {
        origins = List.copyOf(origins);
    }
}
