package io.cumulonimbus.origin.rendezvous;

/** Whether two clients that were to be introduced have found each other, as far as we can see. */
public enum Connectivity {
    /** It is being tried. */
    UNDER_WAY,
    /** They were told of each other, and the asker soon asked no more: no news is good news. */
    DIRECT,
    /** Packets of their session go both ways through the relay. */
    RELAYED,
    /** They did not meet; the outcome says why. */
    FAILED
}
