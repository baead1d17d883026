package io.cumulonimbus.rtmfp.packet;

/** Where an address is known from; the constant's position is its code (RFC 7016 §2.1.5). */
public enum Origin {
    UNKNOWN,
    /** Reported by the endpoint itself. */
    REPORTED,
    /** Observed from outside. */
    OBSERVED,
    /** A relay, proxy or introducer. */
    RELAY
}
