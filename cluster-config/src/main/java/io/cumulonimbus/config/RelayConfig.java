package io.cumulonimbus.config;

import java.time.Duration;
import java.util.List;

/**
 * The relay for peers that find no direct way to each other.
 *
 * @param activated whether there is one
 * @param port its first UDP port; 0 (only in values built by code) takes any free ones
 * @param ports how many ports it has, and so how many peers a client can be relayed to, 1 to 64
 * @param applications paths of the applications whose clients are relayed, without slashes around
 *     them; {@code *} is every one
 * @param pairs pairs of peers at the same time
 * @param pairBandwidth kbit/s of one pair, both ways together
 * @param bandwidth kbit/s of all pairs
 * @param headStart how long the direct ways are left to themselves
 * @param idle how long a pair is kept without packets
 * @param lifetime how long a pair is kept at most
 */
public record RelayConfig(
        boolean activated,
        int port,
        int ports,
        List<String> applications,
        int pairs,
        int pairBandwidth,
        int bandwidth,
        Duration headStart,
        Duration idle,
        Duration lifetime) {
    /** No relay; otherwise the defaults. */
    public static final RelayConfig OFF =
            new RelayConfig(
                    false,
                    RelayKeys.FIRST_PORT,
                    8,
                    List.of(ApplicationPaths.EVERY),
                    256,
                    2_000,
                    50_000,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(14_400));

    /** Keeps copies. */
    public RelayConfig {
        applications = List.copyOf(applications);
    }

    /** Whether clients of this application are relayed: its own path or one above it is listed. */
    public boolean serves(String path) {
        return activated && ApplicationPaths.cover(applications, path);
    }

    /** The same, activated, on any free ports, for these applications. */
    public RelayConfig activatedFor(List<String> served) {
        return new RelayConfig(
                true, 0, ports, served, pairs, pairBandwidth, bandwidth, headStart, idle, lifetime);
    }
}
