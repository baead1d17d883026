package io.cumulonimbus.config;

import java.time.Duration;

/**
 * What clients may use in this process, and how long the timers of RTMFP sessions are.
 *
 * @param max sessions at once, on all addresses and threads together
 * @param unprovenPerAddress of these, of one IP address, from which nothing verified came yet
 * @param buffers megabytes received that are incomplete or not taken yet, of all together
 * @param timersScale what the long timers of sessions are multiplied by, 0.01 to 1; less than 1 is
 *     for tests
 * @param drain how long clients, of all protocols, may stay when the server is told to stop
 * @param limits what those may have that belong together
 */
public record SessionsConfig(
        int max,
        int unprovenPerAddress,
        int buffers,
        double timersScale,
        Duration drain,
        LimitsConfig limits) {
    /** The same with other limits for those that belong together. */
    public SessionsConfig withLimits(LimitsConfig other) {
        return new SessionsConfig(max, unprovenPerAddress, buffers, timersScale, drain, other);
    }
}
