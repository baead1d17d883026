package io.cumulonimbus.config;

import java.util.Map;

/**
 * Where the applications of a cluster are served. What is decided for is a realm: a folder of
 * {@code www} with all below it, or {@code www} itself.
 *
 * @param general of realms that have none of their own
 * @param realms of single realms, by path without slashes at its ends
 * @param redirectBelow RTMFP clients are sent to a home that has fewer clients than this, at least
 *     0; others are forwarded
 */
public record PlacementConfig(Mode general, Map<String, Mode> realms, int redirectBelow) {
    /** Keeps a copy. */
    public PlacementConfig {
        realms = Map.copyOf(realms);
    }

    /** Whether a realm has one home. */
    public enum Mode {
        /** If it has scripts. */
        AUTO,
        /** Yes. */
        HOME,
        /** No: each origin serves the clients that come to it. */
        SPREAD
    }

    /** What was decided for a realm. */
    public Mode of(String realm) {
        return realms.getOrDefault(realm, general);
    }

    /** The same for all, and nobody is sent to another origin. */
    public static PlacementConfig everywhere(Mode mode) {
        return new PlacementConfig(mode, Map.of(), 0);
    }

    /** The same, sending RTMFP clients to homes that have fewer clients than this. */
    public PlacementConfig redirectingBelow(int clients) {
        return new PlacementConfig(general, realms, clients);
    }
}
