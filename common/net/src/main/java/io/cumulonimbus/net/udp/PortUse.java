package io.cumulonimbus.net.udp;

/** Whether a UDP socket shares its port with others of ours. */
enum PortUse {
    /** It does not: a port that is in use is refused. */
    ALONE,
    /** A port that is in use is refused, but others of ours may follow (SO_REUSEPORT). */
    FIRST,
    /** It follows one that was the first. */
    FURTHER
}
