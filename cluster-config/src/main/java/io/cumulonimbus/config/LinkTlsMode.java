package io.cumulonimbus.config;

/** Whether the link between an edge and an origin is encrypted. */
public enum LinkTlsMode {
    /** Everywhere but on the loopback of this machine. */
    AUTO,
    /** Everywhere. */
    ON,
    /** Nowhere. */
    OFF
}
