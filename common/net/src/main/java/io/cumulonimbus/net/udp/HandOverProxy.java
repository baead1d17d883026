package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * The way of datagrams that arrived at the socket of another shard to the loop of the one that they
 * belong to. What does not fit is dropped and counted, as a network would.
 */
final class HandOverProxy {
    /** Datagrams on their way: 2 MB at most. */
    private static final int CAPACITY = 1024;

    /** Takes a datagram on its loop. */
    @FunctionalInterface
    interface Arrival {
        void onDatagram(byte[] datagram, int length, InetSocketAddress from);
    }

    private final BoundedHop hop;
    private final Arrival arrival;

    HandOverProxy(Loop target, Arrival arrival) {
        this.hop = new BoundedHop(target, CAPACITY);
        this.arrival = arrival;
    }

    /** Copies the datagram and sends it over. Any thread. */
    void offer(byte[] datagram, int length, InetSocketAddress from) {
        byte[] copy = Arrays.copyOf(datagram, length);
        hop.offer(() -> arrival.onDatagram(copy, copy.length, from));
    }

    /** Datagrams dropped so far. */
    long dropped() {
        return hop.refused();
    }
}
