package io.cumulonimbus.config;

import java.util.OptionalInt;

/**
 * Where RTMP clients are received, on the addresses of RTMFP clients.
 *
 * @param rtmp TCP port for RTMP, 1 to 65535; 0 (only in values built by code) lets the system
 *     choose; empty receives none
 * @param http TCP port for RTMPT, in the same way
 */
public record RtmpDoors(OptionalInt rtmp, OptionalInt http) {
    /** No RTMP clients. */
    public static final RtmpDoors NONE = new RtmpDoors(OptionalInt.empty(), OptionalInt.empty());

    /** RTMP and RTMPT on ports that the system chooses. */
    public static final RtmpDoors ANY = new RtmpDoors(OptionalInt.of(0), OptionalInt.of(0));
}
