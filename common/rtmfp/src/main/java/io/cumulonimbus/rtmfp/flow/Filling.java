package io.cumulonimbus.rtmfp.flow;

/** Why a sending flow stopped adding to a packet. */
public enum Filling {
    /** Nothing is left to send. */
    IDLE,
    /** The far end's window is full, or closed. */
    BLOCKED,
    /** The packet is full, or the session may not have more in flight. */
    FULL
}
