package io.cumulonimbus.rtmfp.relay;

import java.net.InetSocketAddress;

/** Takes the datagrams that a relay passes on. */
@FunctionalInterface
public interface RelaySink {
    /**
     * Sends the first {@code length} bytes from one of the relay's doors; the array is written over
     * after the return.
     */
    void send(int door, byte[] datagram, int length, InetSocketAddress to);
}
