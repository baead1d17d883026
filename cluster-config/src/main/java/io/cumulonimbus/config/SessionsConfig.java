package io.cumulonimbus.config;

import java.time.Duration;

/**
 * What RTMFP sessions may use in this process, and how long their timers are.
 *
 * @param max sessions at once, on all addresses and threads together
 * @param unprovenPerAddress of these, of one IP address, from which nothing verified came yet
 * @param buffers megabytes received that are incomplete or not taken yet, of all together
 * @param timersScale what the long timers of sessions are multiplied by, 0.01 to 1; less than 1 is
 *     for tests
 * @param drain how long clients, of all protocols, may stay when the server is told to stop
 */
public record SessionsConfig(
        int max, int unprovenPerAddress, int buffers, double timersScale, Duration drain) {}
