package io.cumulonimbus.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The keys of watching streams without RTMP. */
final class WatchKeys {
    private static final String WEB_SITE = "\\*|https?://[A-Za-z0-9._-]+(:[0-9]{1,5})?";

    private static final ConfigKey<Boolean> FLV =
            ConfigKey.of(
                    "watch.flv",
                    "true",
                    ValueType.BOOLEAN,
                    "Whether streams can be watched without end at the ports for RTMPT, over HTTP and"
                            + " over WebSocket: as FLV at /application/stream.flv, and H.264, HEVC,"
                            + " AAC and MP3 as MPEG-TS at /application/stream.ts. Whoever watches is"
                            + " a client as any other: scripts, tokens and callbacks are asked.");
    private static final ConfigKey<Boolean> HLS =
            ConfigKey.of(
                    "watch.hls",
                    "true",
                    ValueType.BOOLEAN,
                    "Whether streams of H.264, HEVC, AV1, VP9, AAC and Opus can be watched as HLS at"
                            + " the ports for RTMPT, at /application/stream.m3u8: for iPhones, TVs"
                            + " and players that know nothing else. Each viewer is a client as"
                            + " above.");
    private static final ConfigKey<Boolean> PAGE =
            ConfigKey.of(
                    "watch.page",
                    "true",
                    ValueType.BOOLEAN,
                    "Whether there is a page with a player for each stream, at"
                            + " /application/stream.html. It needs watch.flv.");

    /** Web sites, or a star for all of them. */
    static final ValueType<List<String>> WEB_SITES =
            new ValueType<>(
                    "web sites such as https://example.org with commas between them, or * for all,"
                            + " or nothing",
                    WatchKeys::readOrigins);

    private static final ConfigKey<List<String>> ORIGINS =
            ConfigKey.of(
                    "watch.origins",
                    "",
                    WEB_SITES,
                    "Whose pages may watch streams here, besides those of this server itself. Pages"
                            + " of others are answered 403. Programs that are no browsers are not"
                            + " concerned.");
    private static final ConfigKey<Duration> PATIENCE =
            ConfigKey.of(
                    "watch.patience",
                    "5",
                    ValueType.integer("whole seconds from 1 to 60", 1, 60).map(Duration::ofSeconds),
                    "How long a viewer over HTTP waits for a stream that nobody publishes before it"
                            + " is answered that there is none (404).");

    private static final ConfigKey<Boolean> EARLY =
            ConfigKey.of(
                    "watch.early",
                    "true",
                    ValueType.BOOLEAN,
                    "Whether who watches FLV or MPEG-TS begins at once, with what the server has since the last"
                            + " key frame, where somebody watches already; otherwise with the next"
                            + " one, as players of RTMP and RTMFP. It makes such a viewer late by up"
                            + " to the time between two key frames, until its player catches up.");

    private WatchKeys() {}

    static List<ConfigKey<?>> all() {
        return List.of(FLV, HLS, PAGE, ORIGINS, PATIENCE, EARLY);
    }

    static WatchConfig read(Settings settings) throws ConfigException {
        return new WatchConfig(
                settings.get(FLV),
                settings.get(HLS),
                settings.get(PAGE),
                settings.get(ORIGINS),
                settings.get(PATIENCE),
                settings.get(EARLY));
    }

    private static List<String> readOrigins(String text) {
        List<String> origins =
                Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .toList();
        if (!origins.stream().allMatch(one -> one.matches(WEB_SITE))) {
            throw new IllegalArgumentException(text);
        }
        return origins;
    }
}
