package io.cumulonimbus.client;

/** Why a client is gone. */
public enum CloseReason {
    /** The far end closed in order. */
    FAR_CLOSED,
    /** We closed it. */
    NEAR_CLOSED,
    /** Nothing was heard from it for too long. */
    TIMED_OUT,
    /** The same certificate opened a newer session (RFC 7425 §4.3.7). */
    OVERRIDDEN,
    /** It broke a rule or a limit. */
    MISBEHAVED,
    /** The link that carried it was lost. */
    LINK_LOST,
    /** This process is stopping. */
    STOPPING,
    /** A fault of ours that concerned this client only. */
    FAULT
}
