package io.cumulonimbus.origin.rendezvous;

import java.net.InetSocketAddress;

/** What is known of the translator before a client (RFC 4787 §4.1). */
public enum NatMapping {
    /** It was seen at one of our ports only. */
    UNKNOWN,
    /** It comes from the same address and port wherever it goes, with or without a translator. */
    INDEPENDENT,
    /** A symmetric translator: it comes from another port for each destination. */
    DEPENDENT;

    /** What follows from a client's addresses at two ports of ours. */
    static NatMapping of(InetSocketAddress here, InetSocketAddress there) {
        return here.equals(there) ? INDEPENDENT : DEPENDENT;
    }
}
