package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetSocketAddress;

/** Takes the datagrams that an endpoint sends. */
@FunctionalInterface
public interface DatagramSink {
    /** Sends the first {@code length} bytes; the array is written over after the return. */
    void send(byte[] datagram, int length, InetSocketAddress to);
}
