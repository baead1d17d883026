package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetAddress;

/** How many sessions have proven nothing yet, keyings in progress included. */
final class HalfOpen {
    private final Census census;
    private int total;

    HalfOpen(Census census) {
        this.census = census;
    }

    /** Those of this endpoint. */
    int total() {
        return total;
    }

    /** Those of an address, at whatever endpoint of the census. */
    int of(InetAddress address) {
        return census.unproven(address);
    }

    void add(InetAddress address) {
        census.began(address);
        total++;
    }

    void remove(InetAddress address) {
        census.settled(address);
        total--;
    }
}
